import { Bug } from "../fault.js";
import { columnsMade, keysOf } from "../query/stages/columns.js";
import type { AggregateStage } from "../query/statement.js";
import { type Cell, compareCells } from "./cell.js";
import type { Group, Groups } from "./groups.js";
import { SKETCH_ERROR } from "./sketch.js";
import { measured } from "./summary.js";
import type { Column, Table, TableRemark } from "./table.js";

/** A table with more empty slices than these leaves them out. */
const MOST_EMPTY = 10_000;

/** One kind of aggregate: what its rows hold beside the keys, and in which order they stand. A family in this file. */
type Shape<Stage extends AggregateStage> = {
  own(stage: Stage): readonly Column[];
  cells(stage: Stage, group: Group, total: number): readonly Cell[];
  /** Groups with the most entries first; else by their keys. */
  readonly isRanked: boolean;
};

const COUNT: Column = { name: "count", kind: "count" };

const SHAPES: { readonly [Kind in AggregateStage["kind"]]: Shape<AggregateStage & { readonly kind: Kind }> } = {
  count: { own: () => [COUNT], cells: (_stage, group) => [group.count], isRanked: true },
  stats: {
    own: ({ measures, of }) => measures.map((name) => ({ name, kind: measureKind(name, of) })),
    cells: ({ measures }, { summary }) =>
      measures.map((measure) => (summary === undefined ? undefined : measured(summary, measure))),
    isRanked: false,
  },
  top: {
    own: () => [COUNT, { name: "share", kind: "share" }],
    cells: (_stage, group, total) => [group.count, total === 0 ? 0 : group.count / total],
    isRanked: true,
  },
  distinct: { own: () => [], cells: () => [], isRanked: false },
};

function measureKind(measure: string, of: string): Column["kind"] {
  if (measure === "count") return "count";
  return of === "time" && measure !== "sum" ? "time" : "number";
}

type Made = { readonly time: number | undefined; readonly group: Group };

/** The table of what has been seen so far; `startOf` gives the time at which a slice begins. */
export function tableOf(stage: AggregateStage, groups: Groups, startOf: (slice: number) => number): Table {
  const shape: Shape<AggregateStage> = shapeOf(stage);
  const isSliced = (stage.kind === "count" || stage.kind === "stats") && stage.slice !== undefined;
  const made = rowsOf(stage, groups, isSliced ? startOf : undefined);
  made.sort(orderOf(stage, shape.isRanked && !isSliced));
  const total = made.reduce((sum, { group }) => sum + group.count, groups.others?.count ?? 0);
  const shown = stage.kind === "top" ? made.slice(0, stage.most) : made;
  const others = othersOf(groups, made.slice(shown.length));
  const cellsOf = ({ time, group }: Made): readonly Cell[] => [
    ...(isSliced ? [time] : []),
    ...group.keys,
    ...shape.cells(stage, group, total),
  ];
  return {
    columns: columnsOf(stage, shape.own(stage), isSliced),
    rows: shown.map(cellsOf),
    others: others === undefined || stage.kind === "distinct" ? undefined : cellsOf({ time: undefined, group: others }),
    remarks: remarksOf(stage, groups, made),
  };
}

/** One row for each group; without keys there is a row even of nothing. */
function rowsOf(stage: AggregateStage, groups: Groups, startOf: ((slice: number) => number) | undefined): Made[] {
  const made: Made[] = [];
  for (const [slice, within] of groups.slices) {
    const time = startOf?.(slice);
    for (const group of within.values()) made.push({ time, group });
  }
  if (keysOf(stage).length > 0) return made;
  if (startOf !== undefined) made.push(...emptySlices(groups, startOf));
  else if (made.length === 0) made.push({ time: undefined, group: NO_ENTRIES });
  return made;
}

const NO_ENTRIES: Group = { keys: [], count: 0, summary: undefined };

function shapeOf(stage: AggregateStage): Shape<AggregateStage> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a kind's own shape takes stages of that kind
  return SHAPES[stage.kind] as Shape<AggregateStage>;
}

function columnsOf(stage: AggregateStage, own: readonly Column[], isSliced: boolean): readonly Column[] {
  const fields = keysOf(stage);
  const keys = columnsMade(stage).slice(isSliced ? 1 : 0, (isSliced ? 1 : 0) + fields.length);
  const asColumn = (name: string): Column => ({ name, kind: name === "time" ? "time" : "key" });
  return [...(isSliced ? [asColumn("time")] : []), ...keys.map(asColumn), ...own];
}

/** By time, then by count where counts are what is asked for, then by keys. */
function orderOf(stage: AggregateStage, isRanked: boolean): (left: Made, right: Made) => number {
  const fields = keysOf(stage);
  return (left, right) => {
    const difference = (left.time ?? 0) - (right.time ?? 0) || (isRanked ? right.group.count - left.group.count : 0);
    if (difference !== 0) return difference;
    for (const [index, field] of fields.entries()) {
      const compared = compareCells(left.group.keys[index], right.group.keys[index], field === "level");
      if (compared !== 0) return compared;
    }
    return 0;
  };
}

/** Slices in which nothing was, between those in which something was. */
function emptySlices(groups: Groups, startOf: (slice: number) => number): readonly Made[] {
  const indexes = [...groups.slices.keys()].toSorted((left, right) => left - right);
  const [first, last] = [indexes[0] ?? 0, indexes.at(-1) ?? -1];
  if (last - first > MOST_EMPTY) return [];
  const empty: Made[] = [];
  for (let index = first; index <= last; index += 1) {
    if (!groups.slices.has(index)) empty.push({ time: startOf(index), group: NO_ENTRIES });
  }
  return empty;
}

function othersOf(groups: Groups, cut: readonly Made[]): Group | undefined {
  if (cut.length === 0) return groups.others;
  const [first] = cut;
  if (first === undefined) throw new Bug("what was cut off has no first row");
  const count = cut.reduce((sum, { group }) => sum + group.count, groups.others?.count ?? 0);
  return { keys: first.group.keys.map(() => undefined), count, summary: undefined };
}

function remarksOf(stage: AggregateStage, groups: Groups, made: readonly Made[]): readonly TableRemark[] {
  const remarks: TableRemark[] = [];
  if (groups.others !== undefined) {
    remarks.push({ kind: "too-many-groups", groups: groups.count, entries: groups.others.count });
  }
  if (stage.kind === "stats" && groups.unmeasured > 0) {
    remarks.push({ kind: "no-number", field: stage.of, entries: groups.unmeasured });
  }
  if (made.some(({ group }) => group.summary?.sketch !== undefined && group.summary.sketch.exact === undefined)) {
    remarks.push({ kind: "estimated", error: SKETCH_ERROR });
  }
  for (const [index, field] of keysOf(stage).entries()) {
    if (made.length > 0 && made.every(({ group }) => group.keys[index] === undefined)) {
      remarks.push({ kind: "no-value", field });
    }
  }
  return remarks;
}
