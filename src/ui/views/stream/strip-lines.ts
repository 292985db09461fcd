import type { StripSlice, StripView } from "../../../app/selectors/strip.js";
import { STRIP_MARGIN } from "../../../app/stream/strip-state.js";
import { micros } from "../../../core/time.js";
import type { Role } from "../../../theme/roles.js";
import { barRows } from "../../chart/bars.js";
import { type ChartCell, segmentsOfCells, withCursor } from "../../chart/cells.js";
import type { Glyphs } from "../../glyphs.js";
import { countOf } from "../../number-text.js";
import { fitSegments, type Segment } from "../../segment.js";
import { axisLabels, spanText } from "../../time-axis.js";
import { timeText, type ZoneOffset } from "../../time-text.js";

export type StripLook = {
  readonly glyphs: Glyphs;
  readonly zone: ZoneOffset;
  readonly columns: number;
  /** Lines of the whole strip. */
  readonly rows: number;
};

/** Line `index` of the strip: what is where one is, the bars, times. */
export function stripLine(view: StripView, index: number, look: StripLook): readonly Segment[] {
  if (index === 0) return fitSegments(saying(view, look), look.columns, look.glyphs.ellipsis);
  const { grid } = view;
  if (grid === undefined) return [];
  const margin: Segment = { text: " ".repeat(STRIP_MARGIN), role: "text" };
  if (index < look.rows - 1) {
    return fitSegments([margin, ...segmentsOfCells(cells(view, index - 1, look))], look.columns, look.glyphs.ellipsis);
  }
  const { from, width, columns } = grid;
  const room = look.columns - 2 * STRIP_MARGIN;
  const labels = axisLabels({ from: micros(from), width, columns, room }, look.zone);
  return fitSegments([margin, { text: labels, role: "time" }], look.columns, look.glyphs.ellipsis);
}

function saying(
  { grid, slices, hand, range, isFocused }: StripView,
  { zone, columns, glyphs }: StripLook,
): readonly Segment[] {
  if (grid === undefined) return [{ text: " counting, or nothing is let through", role: "dim" }];
  const { from: first, to: last } = range ?? { from: hand, to: hand };
  const sum = total(slices.slice(first, last + 1));
  const time = (column: number): string =>
    timeText(micros(grid.from + column * grid.width), zone, { width: columns < 80 ? 8 : 15, newDay: false });
  const until = range === undefined ? "" : `${glyphs.range}${time(last + 1)}`;
  const help = range === undefined ? "v marks a range, Enter shows only this" : "Enter shows only this range";
  return [
    { text: ` ${time(first)}${until}`, role: isFocused ? "accent" : "time" },
    { text: `  ${countOf(sum.entries, "line")} in ${spanText((last + 1 - first) * grid.width)}`, role: "text" },
    { text: sum.errors > 0 ? `  ${countOf(sum.errors, "error")}` : "", role: "level.error" },
    { text: sum.warnings > 0 ? `  ${countOf(sum.warnings, "warning")}` : "", role: "level.warning" },
    { text: isFocused ? `   ${help}` : "", role: "dim" },
  ];
}

function total(slices: readonly StripSlice[]): StripSlice {
  return slices.reduce(
    (sum, { errors, warnings, entries }) => ({
      errors: sum.errors + errors,
      warnings: sum.warnings + warnings,
      entries: sum.entries + entries,
    }),
    { errors: 0, warnings: 0, entries: 0 },
  );
}

/** A row of the bars, from the top; what is worst stands at the bottom. */
function cells({ slices, hand, range }: StripView, row: number, { rows, glyphs }: StripLook): readonly ChartCell[] {
  const bars = rows - 2;
  const steps = glyphs.bars;
  // A burst must not make all else nothing: heights are of square roots.
  const heights = slices.map(({ entries }) => Math.sqrt(entries));
  const top = heights.reduce((most, height) => Math.max(most, height), 1);
  const line = Array.from(barRows(heights, { rows: bars, top, steps })[row] ?? "");
  const drawn = slices.map((slice, column): ChartCell => {
    const text = line[column] ?? " ";
    if (range !== undefined && column >= range.from && column <= range.to) return { text, role: "selection" };
    const filled = ((heights[column] ?? 0) / top) * bars;
    return { text, role: roleAt(slice, bars - 1 - row, filled) };
  });
  return withCursor(drawn, hand, glyphs.vertical);
}

/** Of a bar that fills so many rows, the row so many above the bottom; any error colours at least the lowest. */
function roleAt({ errors, warnings, entries }: StripSlice, above: number, filled: number): Role {
  const rowsOf = (count: number): number => (count === 0 ? 0 : Math.max(1, Math.round((count / entries) * filled)));
  if (above < rowsOf(errors)) return "level.error";
  return above < rowsOf(errors) + rowsOf(warnings) ? "level.warning" : "dim";
}
