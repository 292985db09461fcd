import type { EntryId, LogEntry } from "../../core/entry.js";
import type { FindRequest } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { highlightRanges } from "../../core/query/highlight.js";
import type { Step } from "../effect.js";
import { notice } from "../notices.js";
import type { Origin } from "../overlay.js";
import { andThen, withEffects } from "../step.js";
import type { FindGoal, Search, State } from "../state.js";
import { fitOf, foldedAway, linesOf } from "../stream/entry-lines.js";
import { toggleFold } from "../stream/fold.js";
import { pauseFollow } from "../stream/follow.js";
import { leaveTrace } from "../stream/jumps.js";
import { entryAtCursor } from "../stream/marks.js";
import { lookingFrom } from "../stream/repeats.js";
import { goToEntry, markedEntries } from "../stream/window.js";
import { effectiveQuery } from "./effective.js";
import { bootFound, bootJump } from "./boot-jumps.js";
import { matcherOf } from "./matching.js";

/** Older is up, newer is down. */
export type Direction = FindRequest["direction"];

/** Looks for the next entry that matches the pattern; among the bookmarks alone when only they are shown. */
export function find(state: State, pattern: Query, from: EntryId | undefined, goal: FindGoal): Step<State> {
  const id = state.requests.next;
  const request: FindRequest = {
    query: effectiveQuery(state.filters),
    pattern,
    scope: state.scope,
    from,
    direction: goal.direction,
    context: state.stream.context,
  };
  const asked = { ...state, requests: { ...state.requests, next: id + 1, find: { id, goal, pattern } } };
  if (state.stream.markedOnly) return found(asked, id, findAmongMarks(state, request));
  return withEffects(asked, { kind: "find", request: id, find: request });
}

/** n and N: the next match below or above; past the end it begins again at the other end, and says so. */
export function nextMatch(state: State, direction: Direction): Step<State> {
  const { search } = state;
  if (search === undefined) return notice(state, "info", "nothing to search for yet", "/ searches");
  const goal: FindGoal = { kind: "search", direction, attempt: "first", typing: false };
  return find(state, search.query, startOf(state, direction, search.query), goal);
}

/** e, w, o and their capitals: the next entry of a kind, without beginning again at the end. */
export function jumpToNext(state: State, direction: Direction, what: string, pattern: Query): Step<State> {
  const missing = `no ${what} ${direction === "newer" ? "below" : "above"} this entry`;
  return find(state, pattern, startOf(state, direction, pattern), { kind: "jump", missing, direction });
}

function startOf(state: State, direction: Direction, pattern: Query): EntryId | undefined {
  return direction === "newer" ? lookingFrom(state, entryAtCursor(state), pattern) : state.stream.cursor;
}

/** While a search is typed: the first match from where it began, below it or, when there is none, above. */
export function searchFrom(state: State, search: Search, origin: Origin): Step<State> {
  const direction = origin.cursor === undefined || origin.follow ? "older" : "newer";
  const goal: FindGoal = { kind: "search", direction, attempt: "first", typing: true };
  return find({ ...state, search }, search.query, direction === "older" ? undefined : origin.cursor, goal);
}

/** Goes to what was found, or says that there is none; answers to forgotten requests change nothing. */
export function found(state: State, request: number, entry: LogEntry | undefined): Step<State> {
  const pending = state.requests.find;
  if (pending?.id !== request) return { state, effects: [] };
  const answered = { ...state, requests: { ...state.requests, find: undefined } };
  if (pending.goal.kind === "boot") return bootFoundNext(answered, pending.goal, entry);
  if (entry === undefined) return notFound(answered, pending.goal, pending.pattern);
  const { goal } = pending;
  const isTyping = goal.kind === "search" && goal.typing;
  const traced = isTyping ? answered : leaveTrace(answered);
  const hit = goal.kind === "jump" && goal.isExact === true ? undefined : pending.pattern;
  const unfolded = goal.kind === "search" ? unfoldMatch(traced, entry) : traced;
  const shown = goToEntry(pauseFollow(unfolded), entry.id, hit);
  const isWrapped = goal.kind === "search" && goal.attempt === "wrapped" && !isTyping;
  if (!isWrapped) return { ...shown, state: markMissing(shown.state, false) };
  const end = goal.direction === "newer" ? "the end: went on at the start" : "the start: went on at the end";
  return andThen(shown, (next) => notice(next, "info", `search passed ${end}`));
}

/** `{` and `}`. */
export function jumpToBoot(state: State, direction: Direction): Step<State> {
  const jump = bootJump(state, direction);
  return "missing" in jump
    ? notice(state, "info", jump.missing)
    : find(state, jump.lookUp.pattern, jump.lookUp.from, jump.lookUp.goal);
}

function bootFoundNext(
  state: State,
  goal: FindGoal & { readonly kind: "boot" },
  entry: LogEntry | undefined,
): Step<State> {
  const next = bootFound(goal, entry);
  if ("arrived" in next) return goToEntry(pauseFollow(leaveTrace(state)), next.arrived.id);
  if ("missing" in next) return notice(state, "info", next.missing);
  return find(state, next.lookUp.pattern, next.lookUp.from, next.lookUp.goal);
}

type Seeking = Exclude<FindGoal, { readonly kind: "boot" }>;

function notFound(state: State, goal: Seeking, pattern: Query): Step<State> {
  if (goal.kind === "jump") return notice(state, "info", goal.missing);
  if (goal.attempt === "wrapped") {
    if (goal.typing) return { state: markMissing(state, true), effects: [] };
    return notice(state, "warning", "no match in what is shown", "filters may hide matches: f lists them");
  }
  if (!goal.typing) return find(state, pattern, undefined, { ...goal, attempt: "wrapped" });
  const turned = goal.direction === "newer" ? "older" : "newer";
  return find(state, pattern, originOf(state), { ...goal, direction: turned, attempt: "wrapped" });
}

function originOf(state: State): EntryId | undefined {
  const prompt = state.overlays.at(-1);
  return prompt?.kind === "search" ? prompt.origin.cursor : state.stream.cursor;
}

function markMissing(state: State, missing: boolean): State {
  const prompt = state.overlays.at(-1);
  if (prompt?.kind !== "search" || prompt.missing === missing) return state;
  return { ...state, overlays: [...state.overlays.slice(0, -1), { ...prompt, missing }] };
}

/** A match inside a folded entry is unfolded, or the reader would look for it in vain. */
function unfoldMatch(state: State, entry: LogEntry): State {
  const fit = fitOf(state);
  if (foldedAway(entry, fit) === 0 || state.search === undefined) return state;
  const shown = linesOf(entry, { ...fit, wrap: false }).join(" ");
  if (highlightRanges(state.search.query)(shown).length > 0) return state;
  return toggleFold(state, entry);
}

/** Among bookmarks alone there is no store to ask. */
function findAmongMarks(state: State, request: FindRequest): LogEntry | undefined {
  const matches = matcherOf(request.pattern);
  const marks = markedEntries(state);
  const from = marks.findIndex((mark) => mark.id === request.from);
  if (request.direction === "newer") return marks.slice(from + 1).find(matches);
  return marks.slice(0, from < 0 ? marks.length : from).findLast(matches);
}
