import { visible } from "../../lib/visible.js";
import { widthOf } from "../../lib/width.js";
import type { Fault, Result } from "../fault.js";
import type { Query } from "./ast.js";

/** What is wrong with the text of a query, and where. */
export type QueryFault = Fault & {
  readonly code: "query-syntax";
  /** The stretch to blame, in UTF-16 units; `at` may be the length of the text ("something is missing here"). */
  readonly at: number;
  readonly length: number;
  /** What would have been right at that place, in words. */
  readonly expected: string;
  /** The whole text in its nearest form that parses, where there is one. */
  readonly suggestion: string | undefined;
};

/** A `Result<Query>` whose fault knows the place. */
export type QueryResult = (Result<Query> & { readonly ok: true }) | { readonly ok: false; readonly fault: QueryFault };

/** A stretch of the query's text to blame, before the fault is worded for people. */
export type Trouble = {
  readonly at: number;
  readonly length: number;
  readonly message: string;
  readonly expected: string;
  /** What to put instead of the stretch. */
  readonly instead?: string | undefined;
  /** A whole new text, where replacing the stretch is not enough. */
  readonly rewritten?: string | undefined;
};

/**
 * The fault for people: the text, a line with carets under the place, what was expected, the nearest valid form.
 * Lines are separated by "\n"; what must not reach a terminal is shown as `visible` shows it.
 */
export function renderQueryFault(text: string, fault: QueryFault): string {
  const before = visible(text.slice(0, fault.at));
  const blamed = visible(text.slice(fault.at, fault.at + fault.length));
  const after = visible(text.slice(fault.at + fault.length));
  const carets = "^".repeat(Math.max(widthOf(blamed), 1));
  const lines = [
    before + blamed + after,
    `${" ".repeat(widthOf(before))}${carets} ${visible(fault.message)}`,
    `expected ${visible(fault.expected)}`,
  ];
  if (fault.suggestion !== undefined) lines.push(`did you mean: ${visible(fault.suggestion)}`);
  return lines.join("\n");
}
