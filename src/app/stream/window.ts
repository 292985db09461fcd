import type { EntryId, LogEntry } from "../../core/entry.js";
import type { Anchor, Page } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { MICROS_PER_MS, type Micros } from "../../core/time.js";
import type { Step } from "../effect.js";
import { effectiveQuery } from "../query/effective.js";
import type { Placement, State, StreamState } from "../state.js";
import { heightAt, indexOfEntry, isAtEnd, isAtStart, layoutOf, lineCount, settledLine } from "./layout.js";
import { continueTravel } from "./motion.js";
import { repeatsRequest, toggleRepeat, toReveal } from "./repeats.js";

/** A page holds this many screens on each side of its anchor. */
const SCREENS = 2;
/** A single request brings no more entries than this on one side, however far the reader wants to go. */
const MOST_ENTRIES = 5_000;

/** Asks for the page around the anchor; an earlier request that is still under way is forgotten. */
export function requestPage(state: State, anchor: Anchor, place: Placement): Step<State> {
  if (state.stream.markedOnly)
    return { state: placePage(state, pageOfMarks(markedEntries(state)), place), effects: [] };
  const id = state.requests.next;
  const reach = SCREENS * Math.max(1, layoutOf(state).rows);
  const { travel } = state.stream;
  const repeats = repeatsRequest(state);
  const page = {
    query: effectiveQuery(state.filters),
    scope: state.scope,
    anchor,
    before: anchor.kind === "head" ? 0 : Math.min(MOST_ENTRIES, reach + Math.max(0, -travel)),
    after: anchor.kind === "tail" ? 0 : Math.min(MOST_ENTRIES, reach + Math.max(0, travel)),
    context: state.stream.context,
    ...(repeats !== undefined && { repeats }),
  };
  const requests = {
    ...state.requests,
    next: id + 1,
    page: { id, place, isFolded: repeats !== undefined, askedAt: undefined, outdated: false },
  };
  return { state: { ...state, requests }, effects: [{ kind: "load-page", request: id, page }] };
}

/** Asks again for what is on the screen: the tail while following, else the surroundings of the cursor. */
export function reloadPage(state: State): Step<State> {
  if (state.stream.follow && state.stream.frozen === undefined)
    return requestPage(state, { kind: "tail" }, { kind: "tail" });
  const id = state.stream.cursor ?? state.stream.lastCursor;
  if (id === undefined) return requestPage(state, { kind: "tail" }, { kind: "tail" });
  return requestPage(state, { kind: "entry", id }, { kind: "keep" });
}

/** A page that costs more is asked for again only after a rest of this many times its cost. */
const DEAR_MS = 30;
const REST = 4;
const LONGEST_REST_MS = 2_000;

/** As `reloadPage`, but where pages are dear (a filter that matches hardly anything) not with every news. */
export function reloadSoon(state: State): Step<State> {
  const { pageMs, reloadDue } = state.stream;
  if (pageMs <= DEAR_MS) return reloadPage(state);
  if (reloadDue) return { state, effects: [] };
  const ms = Math.min(LONGEST_REST_MS, Math.round(pageMs * REST));
  return {
    state: { ...state, stream: { ...state.stream, reloadDue: true } },
    effects: [{ kind: "schedule", key: "reload", ms, action: { kind: "reload-due" } }],
  };
}

/** Notes when the page that this step asked for was asked for, and when one came what it cost. */
export function timePages(before: State, step: Step<State>, now: Micros): Step<State> {
  const asked = step.state.requests.page;
  const answered = before.requests.page;
  if (asked === answered) return step;
  const isNew = asked !== undefined && asked.id !== answered?.id;
  const requests = isNew ? { ...step.state.requests, page: { ...asked, askedAt: now } } : step.state.requests;
  const hasCome = answered?.askedAt !== undefined && step.state.stream.page !== before.stream.page;
  const pageMs = hasCome ? Math.max(0, (now - answered.askedAt) / MICROS_PER_MS) : step.state.stream.pageMs;
  return { ...step, state: { ...step.state, requests, stream: { ...step.state.stream, pageMs } } };
}

/** Takes in the page that was asked for; answers to forgotten requests change nothing. */
export function pageLoaded(state: State, request: number, page: Page): Step<State> {
  const pending = state.requests.page;
  if (pending?.id !== request) return { state, effects: [] };
  const before = edgesOf(state.stream.page);
  const answered = { ...state, requests: { ...state.requests, page: undefined } };
  const hiding = toReveal(page, pending.place);
  if (hiding !== undefined) return reveal(toggleRepeat(answered, hiding), pending.place);
  const grown = { ...answered, stream: { ...answered.stream, grown: pending.outdated } };
  const placed = placePage(grown, cutFrozen(page, state.stream), pending.place);
  const settled = trimmed(settle(continueTravel(placed)));
  const advanced = before !== edgesOf(settled.stream.page);
  if (pending.outdated && settled.stream.follow) return reloadSoon(settled);
  return settled.stream.travel !== 0 && advanced ? ensureWindow(settled) : { state: stopTravel(settled), effects: [] };
}

function reveal(state: State, place: Placement): Step<State> {
  if (place.kind !== "anchor" || place.reveal === undefined) return { state, effects: [] };
  return requestPage(state, { kind: "entry", id: place.reveal.id }, { kind: "anchor", line: place.line });
}

/** Asks for the next page when the reader comes near an edge of this one. */
export function ensureWindow(state: State): Step<State> {
  const { page, cursor, follow, markedOnly, travel } = state.stream;
  if (page === undefined || markedOnly || state.requests.page !== undefined) return { state, effects: [] };
  if (cursor === undefined) return { state, effects: [] };
  const layout = layoutOf(state);
  const margin = Math.ceil(layout.rows / 2);
  const lacksAbove = !isAtStart(state) && layout.view < margin;
  const lacksBelow = !isAtEnd(state) && !isFrozenEnd(state) && lineCount(layout) - (layout.view + layout.rows) < margin;
  if (follow && travel === 0 && !lacksAbove) return { state, effects: [] };
  if (travel === 0 && !lacksAbove && !lacksBelow) return { state, effects: [] };
  return requestPage(state, { kind: "entry", id: cursor }, { kind: "keep" });
}

/** Puts the cursor's line where the layout wants it; also after a change of size or of wrapping. */
export function settle(state: State): State {
  const layout = layoutOf(state);
  if (layout.cursor < 0) return state;
  const { follow, frozen } = state.stream;
  const isTail = follow && frozen === undefined && layout.cursor === layout.entries.length - 1;
  const isLast = isTail || state.view === "replay";
  const bottom = Math.max(0, layout.rows - heightAt(layout, layout.cursor));
  const wanted = isLast ? { ...state, stream: { ...state.stream, cursorLine: bottom } } : state;
  const cursorLine = settledLine(wanted, layout);
  return cursorLine === state.stream.cursorLine ? state : { ...state, stream: { ...state.stream, cursorLine } };
}

/**
 * Goes to an entry: on this page at once, else as soon as its surroundings have come. Where it is shown with others as one
 * row that will do if the row matches `hit`, what the entry was found by; without that the row is opened.
 */
export function goToEntry(state: State, id: EntryId, hit?: Query): Step<State> {
  const layout = layoutOf(state);
  const index = indexOfEntry(layout.entries, id);
  const third = Math.floor(layout.rows / 3);
  const still = { ...state, stream: { ...state.stream, travel: 0 } };
  if (index < 0) return requestPage(still, { kind: "entry", id }, { kind: "anchor", line: third, reveal: { id, hit } });
  const line = (layout.tops[index] ?? 0) - layout.view;
  const isSeen = line >= 0 && line + heightAt(layout, index) <= layout.rows;
  const cursorLine = isSeen ? line : third;
  const requests = { ...still.requests, page: undefined };
  return { state: { ...still, requests, stream: { ...still.stream, cursor: id, cursorLine } }, effects: [] };
}

/** The bookmarks' entries, in the order of the log. */
export function markedEntries(state: State): readonly LogEntry[] {
  return state.stream.marks.map((mark) => mark.entry);
}

/** The page that consists of the bookmarks. */
export function pageOfMarks(marks: readonly LogEntry[]): Page {
  return {
    entries: marks,
    anchorIndex: 0,
    atStart: true,
    atEnd: true,
    remarks: [],
    position: 0,
    total: marks.length,
    revision: 0,
  };
}

function placePage(state: State, page: Page, place: Placement): State {
  const { entries } = page;
  const stream = { ...state.stream, page };
  if (entries.length === 0) return emptied(state, page);
  const { index, line } = placeOn(state, page, place);
  const cursor = entries[index]?.id;
  return { ...state, stream: { ...stream, cursor, cursorLine: line } };
}

function emptied(state: State, page: Page): State {
  const lastCursor = state.stream.cursor ?? state.stream.lastCursor;
  return { ...state, stream: { ...state.stream, page, cursor: undefined, lastCursor, travel: 0 } };
}

function placeOn(state: State, page: Page, place: Placement): { readonly index: number; readonly line: number } {
  const last = page.entries.length - 1;
  const line = state.stream.cursorLine;
  switch (place.kind) {
    case "head":
      return { index: 0, line: 0 };
    case "tail":
      return { index: last, line: Math.max(0, layoutOf(state).rows - 1) };
    case "anchor":
      return { index: Math.min(last, page.anchorIndex), line: place.line };
    case "before-anchor":
      return { index: Math.max(0, Math.min(last, page.anchorIndex - 1)), line };
    case "keep": {
      const index = indexOfEntry(page.entries, state.stream.cursor);
      return { index: index < 0 ? Math.min(last, page.anchorIndex) : index, line };
    }
  }
}

/** A long way may have brought thousands of entries: only the surroundings of the cursor are kept. */
function trimmed(state: State): State {
  const { page, travel } = state.stream;
  const { rows, cursor: index } = layoutOf(state);
  const reach = 3 * Math.max(1, rows);
  if (page === undefined || travel !== 0 || page.entries.length <= 3 * reach) return state;
  const first = Math.max(0, index - reach);
  const entries = page.entries.slice(first, index + reach + 1);
  const cut: Page = {
    ...page,
    entries,
    anchorIndex: Math.max(0, Math.min(entries.length, page.anchorIndex - first)),
    atStart: page.atStart && first === 0,
    atEnd: page.atEnd && index + reach + 1 >= page.entries.length,
    position: page.position + first,
  };
  return { ...state, stream: { ...state.stream, page: cut } };
}

/** Leaves out what came after the display was frozen. */
function cutFrozen(page: Page, { frozen }: StreamState): Page {
  if (frozen === undefined) return page;
  const entries = page.entries.filter(
    (entry) => entry.order < frozen.order || (entry.order === frozen.order && entry.id <= frozen.id),
  );
  if (entries.length === page.entries.length) return page;
  return { ...page, entries, anchorIndex: Math.min(page.anchorIndex, entries.length), atEnd: true };
}

function isFrozenEnd(state: State): boolean {
  const { frozen, page } = state.stream;
  return frozen !== undefined && (page?.atEnd === true || page?.entries.at(-1)?.id === frozen.id);
}

function edgesOf(page: Page | undefined): string {
  return `${page?.entries[0]?.id} ${page?.entries.at(-1)?.id} ${page?.entries.length}`;
}

function stopTravel(state: State): State {
  return state.stream.travel === 0 ? state : { ...state, stream: { ...state.stream, travel: 0 } };
}
