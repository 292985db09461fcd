import type { Query } from "../../core/query/ast.js";
import { eventOfEntry } from "../../core/query/match/entry-row.js";
import { visible } from "../../lib/visible.js";
import type { Run } from "../command.js";
import { notice } from "../notices.js";
import { fieldQuery } from "../overlays/detail.js";
import { facetOf } from "../query/facet.js";
import { type Direction, jumpToBoot, jumpToNext } from "../query/search.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { jumpBack, jumpForward, jumpTo } from "../stream/jumps.js";
import { entryAtCursor, markFrom } from "../stream/marks.js";
import { moveBy } from "../stream/motion.js";
import { goToTagged } from "../stream/tags.js";
import { askForSessions } from "../views/sessions/load-sessions.js";
import { goToInReplay } from "../views/replay/goto-replay.js";
import { goTo } from "./goto.js";

const ERRORS: Query = { kind: "level", operator: ">=", level: "error" };
const WARNINGS: Query = { kind: "level", operator: "=", level: "warning" };

/** Jumps to errors, bookmarks, places and back. */
export const JUMP_RUNS = {
  goto: (state, { argument, moment }) => {
    const place = (argument ?? "").trim();
    return goToInReplay(state, place, moment) ?? goTo(state, place, moment);
  },
  "next-error": (state) => jumpToNext(state, "newer", "error", ERRORS),
  "previous-error": (state) => jumpToNext(state, "older", "error", ERRORS),
  "next-warning": (state) => jumpToNext(state, "newer", "warning", WARNINGS),
  "previous-warning": (state) => jumpToNext(state, "older", "warning", WARNINGS),
  "next-mark": (state) => toMark(state, "newer"),
  "previous-mark": (state) => toMark(state, "older"),
  "next-same": (state) => toSame(state, "newer"),
  "previous-same": (state) => toSame(state, "older"),
  "next-boot": (state) => jumpToBoot(state, "newer"),
  "previous-boot": (state) => jumpToBoot(state, "older"),
  "next-session": (state) => toSession(state, "newer"),
  "previous-session": (state) => toSession(state, "older"),
  tagged: (state, { argument }) => goToTagged(state, argument),
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

/** As soon as it is known which sessions there are now. */
function toSession(state: State, direction: Direction): ReturnType<Run> {
  return askForSessions({ ...state, sessions: { ...state.sessions, jump: direction } });
}

function toSame(state: State, direction: Direction): ReturnType<Run> {
  const entry = entryAtCursor(state);
  if (entry === undefined) return still(state);
  const { invocation } = eventOfEntry(entry);
  if (typeof invocation === "string") {
    const who = visible(entry.unit ?? entry.identifier ?? "the unit");
    return jumpToNext(state, direction, `line of this start of ${who}`, fieldQuery("invocation", invocation));
  }
  const facet = facetOf(entry);
  return jumpToNext(state, direction, `line of ${visible(facet.value)}`, facet.query);
}
