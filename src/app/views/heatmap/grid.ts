import type { Cell } from "../../../core/aggregate/cell.js";
import type { Table } from "../../../core/aggregate/table.js";
import { LEVELS } from "../../../core/level.js";
import type { PatternsSnapshot, TimeSpan } from "../../../core/ports.js";
import { type Template, templateText } from "../../../core/template/template.js";

/** Counts by name and by slice of time. */
export type Grid = {
  readonly by: string;
  /** Microseconds that a column stands for; the first one begins at `from`. */
  readonly width: number;
  readonly from: number;
  readonly columns: number;
  readonly rows: readonly GridRow[];
  /** What the rows are, where they are templates. */
  readonly templates?: readonly Template[];
  /** More is being counted. */
  readonly isPartial?: boolean;
};

export type GridRow = {
  /** Undefined for entries that have no value. */
  readonly name: string | undefined;
  /** What is shown in place of the name. */
  readonly label?: string;
  readonly total: number;
  readonly counts: readonly number[];
  /** What is usual in a slice of this row: the median of those that have any. */
  readonly usual: number;
};

/** Wide enough for any log that a screen can show; what lies further apart is cut off. */
const MOST_COLUMNS = 4_096;

/** So many rows somebody may want to look through. */
const MOST_PATTERNS = 1_000;

/** Widths that people can add up: seconds, minutes, hours, days. */
const SECOND = 1_000_000;
const WIDTHS: readonly number[] = [
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((count) => count * SECOND),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((count) => count * 60 * SECOND),
  ...[1, 2, 3, 4, 6, 8, 12].map((count) => count * 3_600 * SECOND),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * 86_400 * SECOND),
];

/** The smallest of these widths with which the span fits into so many columns. */
export function sliceWidth(span: TimeSpan, columns: number): number {
  const least = (span.to - span.from) / Math.max(1, columns);
  return WIDTHS.find((width) => width >= least) ?? Math.ceil(least / (365 * 86_400 * SECOND)) * 365 * 86_400 * SECOND;
}

/** A table of `count by FIELD timeslice`; undefined for one without rows. */
export function gridOf(table: Table, by: string, width: number | undefined): Grid | undefined {
  const at = table.columns.findIndex(({ kind }) => kind === "time");
  const key = table.columns.findIndex(({ kind }) => kind === "key");
  const count = table.columns.findIndex(({ kind }) => kind === "count");
  const cells = table.rows.map((row) => ({ at: numberOf(row[at]), name: row[key], count: numberOf(row[count]) }));
  if (cells.length === 0) return undefined;
  const from = cells.reduce((least, cell) => Math.min(least, cell.at), Number.POSITIVE_INFINITY);
  const last = cells.reduce((most, cell) => Math.max(most, cell.at), Number.NEGATIVE_INFINITY);
  const step = width ?? narrowest(cells.map((cell) => cell.at));
  const columns = Math.min(MOST_COLUMNS, Math.round((last - from) / step) + 1);
  const rows = new Map<string | undefined, number[]>();
  for (const cell of cells) {
    const name = cell.name === undefined ? undefined : String(cell.name);
    let counts = rows.get(name);
    if (counts === undefined) rows.set(name, (counts = Array.from<number>({ length: columns }).fill(0)));
    const column = Math.round((cell.at - from) / step);
    if (column < columns) counts[column] = (counts[column] ?? 0) + cell.count;
  }
  const named = [...rows].map(([name, counts]) => rowOf(name, counts));
  return { by, width: step, from, columns, rows: inOrder(named, by) };
}

/** Rows for the most frequent patterns; undefined where there are none. */
export function gridOfPatterns({ patterns, span, isComplete }: PatternsSnapshot): Grid | undefined {
  const columns = patterns[0]?.trend.length ?? 0;
  if (columns === 0) return undefined;
  const rows = patterns
    .slice(0, MOST_PATTERNS)
    .map(({ template, trend }) => ({ ...rowOf(template.id, trend), label: templateText(template) }));
  const width = (span.to - span.from) / columns;
  const templates = patterns.map(({ template }) => template);
  return { by: "template", width, from: span.from, columns, rows, templates, isPartial: !isComplete };
}

function rowOf(name: string | undefined, counts: readonly number[]): GridRow {
  return { name, counts, total: counts.reduce((sum, count) => sum + count, 0), usual: median(counts) };
}

/** Levels by how grave they are, all else by how much there is; entries without a value come last. */
function inOrder(rows: readonly GridRow[], by: string): readonly GridRow[] {
  const rank = ({ name }: GridRow): number =>
    name === undefined ? 99 : by === "level" ? LEVELS.findIndex((level) => level === name) : 0;
  return rows.toSorted(
    (left, right) =>
      rank(left) - rank(right) || right.total - left.total || (left.name ?? "").localeCompare(right.name ?? ""),
  );
}

function median(counts: readonly number[]): number {
  const some = counts.filter((count) => count > 0).toSorted((left, right) => left - right);
  return some[some.length >> 1] ?? 0;
}

/** The width of slices whose beginnings are these; one second where there is only one. */
function narrowest(starts: readonly number[]): number {
  const sorted = [...new Set(starts)].toSorted((left, right) => left - right);
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < sorted.length; index += 1) {
    least = Math.min(least, (sorted[index] ?? 0) - (sorted[index - 1] ?? 0));
  }
  return Number.isFinite(least) ? least : SECOND;
}

function numberOf(cell: Cell): number {
  return typeof cell === "number" ? cell : 0;
}
