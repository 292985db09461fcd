import type { Overview } from "../../core/ports.js";
import type { State } from "../state.js";
import { indexAtLine, layoutOf } from "../stream/layout.js";
import { entriesBefore } from "../stream/repeats.js";

/** The scrollbar that is also an overview; places are fractions of the whole log, 0 the oldest. */
export type ScrollbarView = {
  readonly overview: Overview | undefined;
  readonly thumb: { readonly from: number; readonly to: number };
  readonly marks: readonly number[];
  /** Stretches of equal length, oldest first: whether the search has a match in them. */
  readonly hits: readonly boolean[];
};

/** The scrollbar; while a page is on its way it stands where the last one was. */
export function selectScrollbar(state: State): ScrollbarView {
  const { overview, hits, marks, page } = state.stream;
  const total = Math.max(1, page?.total ?? 1);
  return {
    overview,
    thumb: thumbOf(state, total),
    marks: state.stream.markedOnly ? [] : marks.map(({ position }) => Math.min(1, Math.max(0, position) / total)),
    hits: hits?.overview?.buckets.map(({ matches }) => matches > 0) ?? [],
  };
}

/** The page says where it begins among all entries; how far it reaches is only known where it reaches the end. */
function thumbOf(state: State, total: number): ScrollbarView["thumb"] {
  const { page } = state.stream;
  const layout = layoutOf(state);
  if (page === undefined || layout.entries.length === 0) return { from: 0, to: 1 };
  const first = indexAtLine(layout, Math.max(0, layout.view));
  const last = indexAtLine(layout, layout.view + layout.rows - 1);
  const from = page.atStart && first === 0 ? 0 : (page.position + entriesBefore(page, first)) / total;
  const isEnd = page.atEnd && last === layout.entries.length - 1 && !state.stream.grown;
  const to = isEnd ? 1 : (page.position + entriesBefore(page, last + 1)) / total;
  return { from: clamp(from), to: Math.max(clamp(from), clamp(to)) };
}

function clamp(fraction: number): number {
  return Math.max(0, Math.min(1, fraction));
}
