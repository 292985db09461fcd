import type { AggregateStage, Measure, Slice } from "../query/statement.js";
import type { LocalOffset } from "../time.js";
import { type Cell, keyOf } from "./cell.js";
import { firstWidth, nextWidth, type Slicing, type Stretch, slicingOf } from "./slices.js";
import { mergeSummary, newSummary, type Summary } from "./summary.js";

/** Groups beyond these are put together: how many, and how many characters their keys may have. */
export const MOST_GROUPS = 100_000;
const MOST_KEY_CHARACTERS = 32_000_000;

/** Entries that agree in their keys. Counted, and measured where the stage measures. */
export type Group = { readonly keys: readonly Cell[]; count: number; readonly summary: Summary | undefined };

type SliceGroups = Map<string, Group>;

/**
 * What an aggregate has seen so far; plain data, so that parts of a log can be reduced apart, in whatever thread, and
 * merged: the result is that of all entries in one, in any order (but for which groups are apart beyond the cap).
 */
export type Groups = {
  /** By number of the slice of time; without slices all is in 0. */
  readonly slices: Map<number, SliceGroups>;
  /** Width of the slices; `auto` makes it wider as the times reach further apart. */
  width: number;
  count: number;
  characters: number;
  /** What did not become a group of its own. */
  others: Group | undefined;
  /** Entries without a number to be measured. */
  unmeasured: number;
};

export type GroupsRule = {
  readonly slice: Slice | undefined;
  readonly measures: readonly Measure[] | undefined;
  readonly localOffset: LocalOffset;
};

export function groupsRule(stage: AggregateStage, localOffset: LocalOffset): GroupsRule {
  const slice = stage.kind === "count" || stage.kind === "stats" ? stage.slice : undefined;
  return { slice, measures: stage.kind === "stats" ? stage.measures : undefined, localOffset };
}

/** Groups that grow. */
export type Grouping = {
  readonly groups: Groups;
  /** The number of the slice that a time lies in. Asking for another time may make the slices wider: see `reach`. */
  sliceOf(at: number): number;
  /** The time at which a slice begins. */
  startOf(slice: number): number;
  /** From here on slices keep their numbers for all times between these two. */
  reach(from: number, to: number): void;
  /** The slice of a time that was reached, and times around it that lie in the same. */
  stretchAt(at: number): Stretch;
  /** Whether both times lie in one slice as slices are now. */
  isOneSlice(from: number, to: number): boolean;
  /** The group of these keys; `others` where there are too many. */
  group(slice: number, keys: readonly Cell[]): Group;
  /** So many entries more of these keys. */
  add(slice: number, keys: readonly Cell[], count: number): void;
  merge(other: Groups): void;
};

export function createGrouping(rule: GroupsRule): Grouping {
  const { slice, localOffset } = rule;
  let slicing = slice === undefined ? undefined : slicingOf(firstWidth(slice), localOffset);
  const groups = noGroups(slicing?.width ?? 0);
  const ends: Ends = { first: Infinity, last: -Infinity };

  const widen = (width: number): void => {
    const before = slicing;
    if (before === undefined) return;
    slicing = slicingOf(width, localOffset);
    resliced(groups, before, slicing);
    if (ends.first > ends.last) return;
    ends.first = slicing.indexOf(before.startOf(ends.first));
    ends.last = slicing.indexOf(before.startOf(ends.last));
  };
  const sliceOf = (at: number): number => {
    if (slicing === undefined) return 0;
    let index = slicing.indexOf(at);
    if (slice?.kind !== "auto") return index;
    while (index < ends.first || index > ends.last) {
      const [first, last] = [Math.min(ends.first, index), Math.max(ends.last, index)];
      const wider = nextWidth(slicing.width, last - first + 1);
      if (wider === undefined) {
        [ends.first, ends.last] = [first, last];
        break;
      }
      if (ends.first > ends.last) [ends.first, ends.last] = [index, index];
      widen(wider);
      index = slicing.indexOf(at);
    }
    return index;
  };
  const group = (at: number, keys: readonly Cell[]): Group => groupIn(groups, rule, at, keys);
  return {
    groups,
    sliceOf,
    startOf: (index) => slicing?.startOf(index) ?? 0,
    reach(from, to) {
      sliceOf(from);
      sliceOf(to);
    },
    stretchAt: (at) => slicing?.stretchAt(at) ?? ALWAYS,
    isOneSlice: (from, to) => slicing === undefined || slicing.indexOf(from) === slicing.indexOf(to),
    group,
    add: (at, keys, count) => void (group(at, keys).count += count),
    merge(other) {
      if (other.width > groups.width) widen(other.width);
      const theirs = slice === undefined ? undefined : slicingOf(other.width, localOffset);
      for (const [index, within] of other.slices) {
        const at = theirs === undefined ? 0 : sliceOf(theirs.startOf(index));
        for (const from of within.values()) mergeGroup(group(at, from.keys), from);
      }
      if (other.others !== undefined) mergeGroup(othersOf(groups, rule, other.others.keys.length), other.others);
      groups.unmeasured += other.unmeasured;
    },
  };
}

function noGroups(width: number): Groups {
  return { slices: new Map(), width, count: 0, characters: 0, others: undefined, unmeasured: 0 };
}

const ALWAYS: Stretch = { index: 0, from: -Infinity, to: Infinity };

/** Numbers of the first and the last slice that are reached. */
type Ends = { first: number; last: number };

function groupIn(groups: Groups, rule: GroupsRule, slice: number, keys: readonly Cell[]): Group {
  let within = groups.slices.get(slice);
  const key = keyOf(keys);
  const known = within?.get(key);
  if (known !== undefined) return known;
  if (groups.count >= MOST_GROUPS || groups.characters + key.length > MOST_KEY_CHARACTERS) {
    return othersOf(groups, rule, keys.length);
  }
  if (within === undefined) groups.slices.set(slice, (within = new Map()));
  const made = newGroup(rule, keys);
  within.set(key, made);
  groups.count += 1;
  groups.characters += key.length;
  return made;
}

function othersOf(groups: Groups, rule: GroupsRule, keys: number): Group {
  return (groups.others ??= newGroup(rule, Array.from({ length: keys })));
}

function newGroup({ measures }: GroupsRule, keys: readonly Cell[]): Group {
  return { keys, count: 0, summary: measures === undefined ? undefined : newSummary(measures) };
}

function mergeGroup(into: Group, from: Group): void {
  into.count += from.count;
  if (into.summary !== undefined && from.summary !== undefined) mergeSummary(into.summary, from.summary);
}

/** Puts the groups of narrow slices together in wide ones. */
function resliced(groups: Groups, from: Slicing, to: Slicing): void {
  const narrow = [...groups.slices];
  groups.slices.clear();
  groups.width = to.width;
  for (const [index, within] of narrow) {
    const at = to.indexOf(from.startOf(index));
    const wide = groups.slices.get(at);
    if (wide === undefined) {
      groups.slices.set(at, within);
      continue;
    }
    for (const [key, group] of within) {
      const known = wide.get(key);
      if (known === undefined) wide.set(key, group);
      else {
        mergeGroup(known, group);
        groups.count -= 1;
        groups.characters -= key.length;
      }
    }
  }
}
