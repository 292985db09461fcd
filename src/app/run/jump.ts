import type { Query } from "../../core/query/ast.js";
import { visible } from "../../lib/visible.js";
import type { Run } from "../command.js";
import { notice } from "../notices.js";
import { facetOf } from "../query/facet.js";
import { type Direction, jumpToNext } from "../query/search.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { jumpBack, jumpForward, jumpTo } from "../stream/jumps.js";
import { entryAtCursor, markFrom } from "../stream/marks.js";
import { moveBy } from "../stream/motion.js";
import { goTo } from "./goto.js";

const ERRORS: Query = { kind: "level", operator: ">=", level: "error" };
const WARNINGS: Query = { kind: "level", operator: "=", level: "warning" };

/** Jumps to errors, bookmarks, places and back. */
export const JUMP_RUNS = {
  goto: (state, { argument, moment }) => goTo(state, (argument ?? "").trim(), moment),
  "next-error": (state) => jumpToNext(state, "newer", "error", ERRORS),
  "previous-error": (state) => jumpToNext(state, "older", "error", ERRORS),
  "next-warning": (state) => jumpToNext(state, "newer", "warning", WARNINGS),
  "previous-warning": (state) => jumpToNext(state, "older", "warning", WARNINGS),
  "next-mark": (state) => toMark(state, "newer"),
  "previous-mark": (state) => toMark(state, "older"),
  "next-same": (state) => toSame(state, "newer"),
  "previous-same": (state) => toSame(state, "older"),
  "jump-back": (state) => jumpBack(state),
  "jump-forward": (state) => jumpForward(state),
  "next-entry": (state, { count }) => still(moveBy(state, count ?? 1)),
  "previous-entry": (state, { count }) => still(moveBy(state, -(count ?? 1))),
} as const satisfies Partial<Record<string, Run>>;

function toMark(state: State, direction: Direction): ReturnType<Run> {
  const mark = markFrom(state, direction);
  if (mark !== undefined) return jumpTo(state, mark.id);
  return notice(state, "info", `no bookmark ${direction === "newer" ? "below" : "above"} this entry`);
}

function toSame(state: State, direction: Direction): ReturnType<Run> {
  const entry = entryAtCursor(state);
  if (entry === undefined) return still(state);
  const facet = facetOf(entry);
  return jumpToNext(state, direction, `line of ${visible(facet.value)}`, facet.query);
}
