import type { EntryId, LogEntry } from "../../core/entry.js";
import type { PageContext } from "../../core/ports.js";
import { highlightRanges } from "../../core/query/highlight.js";
import { matcherOf } from "../query/matching.js";
import type { Search, State } from "../state.js";
import { type Fit, fitOf } from "../stream/entry-lines.js";
import { type ColumnNeeds, type StreamColumns, streamColumns } from "../stream/columns.js";
import { frameOf } from "../stream/frame.js";
import { type Layout, layoutOf, lineCount } from "../stream/layout.js";
import { newestAtHand } from "../views/replay/playing.js";
import { isBetween, placeOf, selectionEnds } from "../stream/selection.js";

/** What the stream's area shows. */
export type StreamView = {
  readonly layout: Layout;
  /** Lines of the page that are shown; behind them is what a replay has not come to. */
  readonly lines: number;
  readonly columns: StreamColumns;
  readonly needs: ColumnNeeds;
  readonly fit: Fit;
  readonly sideways: number;
  readonly marks: ReadonlySet<EntryId>;
  /** Tags of bookmarks, by their entries. */
  readonly tags: ReadonlyMap<EntryId, readonly string[]>;
  /** Entries that are only there because they are near others. */
  readonly beside: ReadonlySet<EntryId>;
  /** Whether an entry is selected; undefined while none is. */
  readonly selected: ((entry: LogEntry) => boolean) | undefined;
  /** Where a text has what is searched for, and what the filters asked for; undefined when there is no such thing. */
  readonly searched: Finder | undefined;
  readonly filtered: Finder | undefined;
  /** While a filter is typed: whether an entry would stay. Undefined when none is. */
  readonly stays: ((entry: LogEntry) => boolean) | undefined;
};

/** Where something occurs in a text: [start, end) in UTF-16 units, left to right. */
export type Finder = (text: string) => readonly (readonly [start: number, end: number])[];

/** Functions and sets in it are the same objects as long as what they are made from is. */
export function selectStream(state: State): StreamView {
  const layout = layoutOf(state);
  return {
    layout,
    lines: shownLines(state, layout),
    columns: streamColumns(frameOf(state).stream.columns, state.stream.needs, state.looks.layout),
    needs: state.stream.needs,
    fit: fitOf(state),
    sideways: state.stream.wrap ? 0 : state.stream.sideways,
    marks: marksShown(state),
    tags: tagMap(state.stream.marks),
    beside: besideSet(state.stream.page?.context ?? NO_CONTEXT),
    selected: selectedTest(state),
    searched: state.search === undefined ? undefined : searchFinder(state.search),
    filtered: filterFinder(state.filters),
    stays: staysOf(state),
  };
}

function shownLines(state: State, layout: Layout): number {
  return state.view === "replay" ? (layout.tops[newestAtHand(state) + 1] ?? 0) : lineCount(layout);
}

function selectedTest(state: State): StreamView["selected"] {
  const ends = selectionEnds(state);
  return ends === undefined ? undefined : (entry) => isBetween(placeOf(entry), ends);
}

const markSet = remember((marks: State["stream"]["marks"]) => new Set(marks.map((mark) => mark.entry.id)));

const tagMap = remember(
  (marks: State["stream"]["marks"]) =>
    new Map(marks.filter(({ tags }) => tags.length > 0).map(({ entry, tags }) => [entry.id, tags])),
);

/** A row that stands for one that is marked is shown as marked. */
function marksShown({ stream: { marks, page } }: State): ReadonlySet<EntryId> {
  const hidden = page?.repeats?.filter(({ isOpen }) => !isOpen) ?? [];
  if (hidden.length === 0 || marks.length === 0) return markSet(marks);
  const holders = hidden.filter(({ first, last }) =>
    marks.some(({ entry }) => entry.id > first && entry.id <= last.id),
  );
  return holders.length === 0 ? markSet(marks) : new Set([...markSet(marks), ...holders.map(({ first }) => first)]);
}

const NO_CONTEXT: PageContext = { beside: [], breaks: [] };

const besideSet = remember((context: PageContext) => new Set(context.beside));

const searchFinder = remember((search: Search) => highlightRanges(search.query));

/** Only includes and the base query have anything to show: what is excluded is not there. */
const filterFinder = remember((filters: State["filters"]): Finder | undefined => {
  const included = filters.list.filter(({ enabled, mode }) => enabled && mode === "include");
  const parts = [filters.base.query, ...included.map(({ query }) => query)].filter(({ kind }) => kind !== "all");
  return parts.length === 0 ? undefined : highlightRanges({ kind: "or", parts });
});

function staysOf(state: State): StreamView["stays"] {
  const prompt = state.overlays.at(-1);
  if (prompt?.kind !== "filter" || prompt.preview === undefined) return undefined;
  return stayTest(prompt.preview.query, prompt.mode);
}

function stayTest(query: Search["query"], mode: "include" | "exclude"): (entry: LogEntry) => boolean {
  const matches = matcher(query);
  return mode === "include" ? matches : (entry) => !matches(entry);
}

const matcher = remember(matcherOf);

/** Keeps the last result of a function of one object: selectors run for every frame. */
function remember<In extends object, Out>(make: (value: In) => Out): (value: In) => Out {
  const results = new WeakMap<In, { readonly result: Out }>();
  return (value) => {
    const known = results.get(value);
    if (known !== undefined) return known.result;
    const result = make(value);
    results.set(value, { result });
    return result;
  };
}
