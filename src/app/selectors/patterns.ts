import type { PatternsSnapshot, TrendedPattern } from "../../core/ports.js";
import type { State } from "../state.js";
import { orderedPatterns, patternRows, selectedIndex } from "../views/patterns/patterns.js";
import type { PatternOrder } from "../views/patterns/patterns-state.js";

/** What the patterns show. Texts are as they were logged: not yet safe to show. */
export type PatternsView = {
  readonly snapshot: PatternsSnapshot | undefined;
  readonly isLoading: boolean;
  readonly order: PatternOrder;
  /** Those in sight, and which of all they begin with. */
  readonly shown: readonly TrendedPattern[];
  readonly first: number;
  readonly rows: number;
  readonly selected: TrendedPattern | undefined;
};

export function selectPatterns(state: State): PatternsView {
  const ordered = orderedPatterns(state.patterns);
  const index = selectedIndex(state);
  const rows = patternRows(state);
  const first = Math.max(0, Math.min(ordered.length - rows, index - (rows >> 1)));
  return {
    snapshot: state.patterns.snapshot,
    isLoading: state.requests.tables.some(({ view }) => view === "patterns"),
    order: state.patterns.order,
    shown: ordered.slice(first, first + rows),
    first,
    rows,
    selected: ordered[index],
  };
}
