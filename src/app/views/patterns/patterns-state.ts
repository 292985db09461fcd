import type { PatternsSnapshot } from "../../../core/ports.js";
import type { TemplateId } from "../../../core/template/template.js";

/** What patterns can be put in order by: the first one first. */
export const PATTERN_ORDERS = ["count", "level", "newest", "latest", "rarest"] as const;
export type PatternOrder = (typeof PATTERN_ORDERS)[number];

/** The messages of the log by their templates. */
export type PatternsState = {
  /** Undefined until the first counts have come. */
  readonly snapshot: PatternsSnapshot | undefined;
  readonly order: PatternOrder;
  /** Undefined for the first one. */
  readonly selected: TemplateId | undefined;
};

export const NO_PATTERNS: PatternsState = { snapshot: undefined, order: "count", selected: undefined };
