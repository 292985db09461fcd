import type { PatternsSnapshot, TrendedPattern } from "../../../core/ports.js";
import type { Query } from "../../../core/query/ast.js";
import { nameTemplates } from "../../../core/query/name-templates.js";
import { levelNumber } from "../../../core/level.js";
import { usualLevel } from "../../../core/template/usual-level.js";
import type { Step } from "../../effect.js";
import type { Motion } from "../../motion.js";
import { effectiveQuery } from "../../query/effective.js";
import { loadPatterns } from "../load-patterns.js";
import { still } from "../../step.js";
import type { State } from "../../state.js";
import { frameOf } from "../../stream/frame.js";
import type { Focus, View } from "../view.js";
import { PATTERN_ORDERS, type PatternOrder, type PatternsState } from "./patterns-state.js";

/** A log with fewer lines is counted anew whenever it has grown; a longer one when it has grown by a part. */
const CHEAP = 100_000;
const GROWN = 1.2;
/** Slices of time of a trend. */
const TREND_SLICES = 24;
/** Lines above and below the patterns. */
const LINES_AROUND = 3;

const PURPOSE = "patterns";

export const patterns: View = {
  title: "Patterns",
  open: (state) => ask(state),
  grew: (state) => (isWorthIt(state) ? ask(state) : still(state)),
  move: (state, by, { count }) => still(moved(state, by, count ?? 1)),
  sideways: (state) => still(state),
  choose: (state) => {
    const focus = focusedPattern(state);
    const pattern = selectedPattern(state);
    return focus === undefined ? undefined : { state, ...focus, at: pattern?.last };
  },
  at: (state) => state.timeCursor,
  focused: focusedPattern,
  tableCame: (state) => still(state),
  patternsCame,
};

function ask(state: State): Step<State> {
  const wanted = { query: effectiveQuery(state.filters), slices: TREND_SLICES, within: undefined };
  return loadPatterns(state, "patterns", PURPOSE, wanted);
}

function isWorthIt({ patterns: { snapshot }, requests, engine }: State): boolean {
  if (requests.tables.some(({ view }) => view === "patterns")) return false;
  const total = snapshot?.total ?? 0;
  return total < CHEAP || (engine?.entries ?? 0) > total * GROWN;
}

/** Takes in counts. What there was stays until as much of the new has come. */
function patternsCame(state: State, snapshot: PatternsSnapshot): State {
  const before = state.patterns.snapshot;
  const isLess = !snapshot.isComplete && before?.isComplete === true && snapshot.total < before.total;
  return isLess ? state : { ...state, patterns: { ...state.patterns, snapshot } };
}

/** The patterns in their order. The same array as long as they are the same. */
export const orderedPatterns = (() => {
  let last: { readonly of: PatternsState; readonly ordered: readonly TrendedPattern[] } | undefined;
  return (of: PatternsState): readonly TrendedPattern[] => {
    if (last !== undefined && last.of.snapshot === of.snapshot && last.of.order === of.order) return last.ordered;
    const ordered = (of.snapshot?.patterns ?? []).toSorted(BY[of.order]);
    last = { of, ordered };
    return ordered;
  };
})();

const BY: Readonly<Record<PatternOrder, (left: TrendedPattern, right: TrendedPattern) => number>> = {
  count: (left, right) => right.count - left.count,
  level: (left, right) => levelNumber(usualLevel(left)) - levelNumber(usualLevel(right)) || right.count - left.count,
  newest: (left, right) => (right.first ?? 0) - (left.first ?? 0),
  latest: (left, right) => (right.last ?? 0) - (left.last ?? 0),
  rarest: (left, right) => left.count - right.count || (right.last ?? 0) - (left.last ?? 0),
};

export function selectedIndex({ patterns: shown }: Pick<State, "patterns">): number {
  return Math.max(
    0,
    orderedPatterns(shown).findIndex(({ template }) => template.id === shown.selected),
  );
}

export function selectedPattern(state: Pick<State, "patterns">): TrendedPattern | undefined {
  return orderedPatterns(state.patterns)[selectedIndex(state)];
}

/** How many patterns are seen at once. */
export function patternRows({ size, looks }: Pick<State, "size" | "looks">): number {
  return Math.max(1, frameOf({ size, looks, overlays: [] }).stream.rows - LINES_AROUND);
}

function moved(state: State, by: Motion, count: number): State {
  const ordered = orderedPatterns(state.patterns);
  const page = patternRows(state);
  const step = by.unit === "line" ? 1 : by.unit === "half" ? Math.max(1, page >> 1) : Math.max(1, page - 1);
  const wanted =
    by.unit === "end"
      ? by.direction < 0
        ? 0
        : ordered.length - 1
      : selectedIndex(state) + by.direction * step * count;
  const pattern = ordered[Math.max(0, Math.min(ordered.length - 1, wanted))];
  return { ...state, patterns: { ...state.patterns, selected: pattern?.template.id } };
}

/** All entries of the pattern; its id says it in fewer words than what is asked for. */
function focusedPattern(state: State): Focus | undefined {
  const pattern = selectedPattern(state);
  if (pattern === undefined) return undefined;
  const { id } = pattern.template;
  const all = (state.patterns.snapshot?.patterns ?? []).map(({ template }) => template);
  const named: Query = { kind: "field", field: "template", pattern: id };
  const query = nameTemplates(named, all, (wanted) => all.find((template) => template.id === wanted));
  return { query, text: `template:${id}` };
}

/** The next order; the one that is selected stays. */
export function nextOrder(state: State): State {
  const { order } = state.patterns;
  const next = PATTERN_ORDERS[(PATTERN_ORDERS.indexOf(order) + 1) % PATTERN_ORDERS.length] ?? order;
  return { ...state, patterns: { ...state.patterns, order: next, selected: undefined } };
}
