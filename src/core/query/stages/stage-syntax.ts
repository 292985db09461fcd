import type { Stage } from "../statement.js";
import type { StageName } from "../syntax/stage-names.js";
import type { StageCursor, StageFailed } from "./stage-text.js";

/** What may stand before a stage: entries (after one of the stages named, or none), a table, or either. */
type Takes = {
  /** Entry stages that may come before it; undefined when it wants a table. */
  readonly entriesAfter: readonly Stage["kind"][] | undefined;
  readonly table: boolean;
};

/**
 * One kind of stage: how it is written, read and explained. A family: one file each, registered in `registry.ts`; what
 * it does is in `core/aggregate/`.
 */
export type StageSyntax = {
  readonly name: StageName;
  /** As it is written, with what may be left out in brackets. */
  readonly form: string;
  readonly summary: string;
  /** Each parses and prints back as it stands. */
  readonly examples: readonly string[];
  readonly takes: Takes;
  /** Reads what follows the stage's name, and stops where that ends. */
  read(cursor: StageCursor): Stage | StageFailed;
};
