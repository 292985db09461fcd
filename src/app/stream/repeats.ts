import type { EntryId, LogEntry } from "../../core/entry.js";
import type { Page, Repeat, RepeatKind, RepeatsRequest } from "../../core/ports.js";
import { matcherOf } from "../query/matching.js";
import type { Placement, State } from "../state.js";

/** What may be shown as one line: lines that say the same, also those that are alike, or nothing. */
export const REPEATS = ["same", "alike", "off"] as const satisfies readonly (RepeatKind | "off")[];

/** Runs that are open; of more the first ones are closed again. */
const MOST_OPENED = 100;

/** A page without any has always the same nothing. */
const NO_REPEATS: readonly Repeat[] = [];

export function repeatsOf(page: Page | undefined): readonly Repeat[] {
  return page?.repeats === undefined || page.repeats.length === 0 ? NO_REPEATS : page.repeats;
}

/** What a page is asked for with; undefined where every line is to be shown, as in a replay, which goes from line to line. */
export function repeatsRequest({ stream, view }: State): RepeatsRequest | undefined {
  const { as, opened } = stream.repeats;
  return as === "off" || view === "replay" ? undefined : { as, opened };
}

/** Whether the lines that are here are not as the view that came into sight wants them. */
export function isMisfolded(before: State, state: State): boolean {
  const { page, markedOnly } = state.stream;
  if (state.view === before.view || page === undefined || markedOnly) return false;
  const isOfLines = state.view === "stream" || state.view === "replay";
  const isFolded = state.requests.page?.isFolded ?? page.repeats !== undefined;
  return isOfLines && isFolded !== (repeatsRequest(state) !== undefined);
}

/** The run that the entry stands for or, open, belongs to. Ids of one source count as its entries came. */
export function repeatAround(state: State, id: EntryId | undefined): Repeat | undefined {
  if (id === undefined) return undefined;
  return repeatsOf(state.stream.page).find(({ first, last, isOpen }) =>
    isOpen ? id >= first && id <= last.id : id === first,
  );
}

/** The run that hides the entry behind the row of its first. */
function repeatHiding(page: Page, id: EntryId): Repeat | undefined {
  return page.repeats?.find(({ first, last, isOpen }) => !isOpen && id > first && id <= last.id);
}

/** Shows all entries of a run, or its first alone again, which is then the one under the cursor. */
export function toggleRepeat(state: State, repeat: Repeat): State {
  const others = state.stream.repeats.opened.filter((id) => id !== repeat.first);
  const opened = repeat.isOpen ? others : [...others, repeat.first].slice(-MOST_OPENED);
  const cursor = repeat.isOpen ? repeat.first : state.stream.cursor;
  return { ...state, stream: { ...state.stream, cursor, repeats: { ...state.stream.repeats, opened } } };
}

/** Where looking on begins: behind a whole run when the row that stands for it matches itself. */
export function lookingFrom(
  state: State,
  entry: LogEntry | undefined,
  pattern: Parameters<typeof matcherOf>[0],
): EntryId | undefined {
  const repeat = repeatAround(state, entry?.id);
  const isDone = entry !== undefined && repeat?.isOpen === false && matcherOf(pattern)(entry);
  return isDone ? repeat.last.id : state.stream.cursor;
}

/** The run that is to be opened before the page is shown: somebody goes to an entry that it hides. */
export function toReveal(page: Page, place: Placement): Repeat | undefined {
  if (place.kind !== "anchor" || place.reveal === undefined) return undefined;
  const { id, hit } = place.reveal;
  const repeat = repeatHiding(page, id);
  const row = page.entries.find((entry) => entry.id === repeat?.first);
  if (repeat === undefined || row === undefined) return undefined;
  return hit !== undefined && matcherOf(hit)(row) ? undefined : repeat;
}

/** How many entries of the page's kind come before the one of this index, those that rows stand for among them. */
export function entriesBefore(page: Page, index: number): number {
  const repeats = repeatsOf(page).filter(({ isOpen }) => !isOpen);
  if (repeats.length === 0) return index;
  const counts = new Map(repeats.map(({ first, count }) => [first, count]));
  return page.entries.slice(0, index).reduce((sum, { id }) => sum + (counts.get(id) ?? 1), 0);
}
