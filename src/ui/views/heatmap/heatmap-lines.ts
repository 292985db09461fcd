import type { HeatmapView } from "../../../app/selectors/heatmap.js";
import type { Grid, GridRow } from "../../../app/views/heatmap/grid.js";
import { TOTAL_COLUMNS } from "../../../app/views/heatmap/heatmap-area.js";
import { levelFromName } from "../../../core/level.js";
import { micros } from "../../../core/time.js";
import { counted } from "../../../lib/counted.js";
import { visible } from "../../../lib/visible.js";
import { cutToWidth, padToWidth } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs } from "../../glyphs.js";
import { countOf, short } from "../../number-text.js";
import { fitSegments, type Segment, segmentsWidth, spread } from "../../segment.js";
import { axisLabels, spanText } from "../../time-axis.js";
import { timeText, type ZoneOffset } from "../../time-text.js";
import { levelRole } from "../stream/row.js";

export type HeatmapLook = {
  readonly glyphs: Glyphs;
  readonly plain: boolean;
  readonly zone: ZoneOffset;
  readonly columns: number;
};

const SHADES: readonly Role[] = ["heat.least", "heat.less", "heat.usual", "heat.more", "heat.most"];
/** Up to so many times the usual of its row a cell has the shade. */
const STEPS = [0.25, 0.75, 1.75, 4, Number.POSITIVE_INFINITY];
/** Up to this part of the most of all. */
const PARTS = [0.02, 0.1, 0.3, 0.6, 1];

/** What a shade is measured against, in fewer and fewer words. */
const MEANINGS: Readonly<Record<HeatmapView["scale"], readonly (readonly string[])[]>> = {
  relative: [["against what is usual in its row"], ["against its row's usual"], []],
  absolute: [["against the most of all"], ["against the most"], []],
};

/** Line `index` of the view: title, rows, axis, what is selected. */
export function heatmapLine(view: HeatmapView, index: number, look: HeatmapLook): readonly Segment[] {
  const { area, grid } = view;
  if (index === 0) return titleLine(view, look);
  if (grid === undefined) return index === 2 ? emptyLine(view) : [];
  if (index <= area.rows) return rowLine(view, grid, view.firstRow + index - 1, look);
  return index === area.rows + 1 ? axisLine(view, grid, look) : selectedLine(view, grid, look);
}

function titleLine({ by, scale, grid, area }: HeatmapView, { columns, glyphs }: HeatmapLook): readonly Segment[] {
  const rest = [
    ...(grid === undefined ? [] : [`a cell is ${spanText(grid.width)}`]),
    ...(grid?.isPartial === true ? ["counting…"] : []),
  ];
  const more = grid !== undefined && grid.rows.length > area.rows ? `${counted(grid.rows.length)} rows  ` : "";
  const legend: readonly Segment[] = [
    { text: `${more}less `, role: "dim" },
    ...SHADES.map((role, shade) => shaded(shade, role, glyphs)),
    { text: " more ", role: "dim" },
  ];
  const room = columns - segmentsWidth(legend);
  const lefts = MEANINGS[scale].map((meaning): readonly Segment[] => [
    { text: ` by ${by}`, role: "accent" },
    { text: `: ${[...meaning, ...rest].join(", ")}`, role: "dim" },
  ]);
  const left = lefts.find((segments) => segmentsWidth(segments) < room) ?? lefts.at(-1) ?? [];
  return spread(left, legend, columns, glyphs.ellipsis);
}

function shaded(shade: number, role: Role, glyphs: Glyphs): Segment {
  return { text: glyphs.heat[shade] ?? " ", role };
}

function emptyLine({ isLoading, by }: HeatmapView): readonly Segment[] {
  const text = isLoading
    ? "   counting…"
    : `   nothing here to be counted by ${by}: b counts by something else, f shows what is filtered`;
  return [{ text, role: "dim" }];
}

function rowLine(view: HeatmapView, grid: Grid, index: number, look: HeatmapLook): readonly Segment[] {
  const { area, selected } = view;
  const row = grid.rows[index];
  if (row === undefined) return [];
  const { glyphs, columns } = look;
  const isCurrent = selected?.index === index;
  if (look.plain) return rowInWords(grid, row, selected, { ...look, isCurrent });
  const name = nameOf(row, grid);
  const head: readonly Segment[] = [
    { text: isCurrent ? glyphs.cursor : " ", role: "accent" },
    {
      text: padToWidth(cutToWidth(name, area.names, glyphs.ellipsis), area.names),
      role: nameRole(row, grid, isCurrent),
    },
    { text: " ", role: "text" },
  ];
  const total: Segment = { text: `${short(row.total)} `.padStart(TOTAL_COLUMNS), role: "dim" };
  return spread([...head, ...cellSegments(view, row, isCurrent, glyphs)], [total], columns, glyphs.ellipsis);
}

/** What the cells of a row would show, as far as it can be said in one line. */
function rowInWords(
  grid: Grid,
  row: GridRow,
  selected: HeatmapView["selected"],
  { glyphs, zone, columns, isCurrent }: HeatmapLook & { readonly isCurrent: boolean },
): readonly Segment[] {
  const column = selected?.column ?? grid.columns - 1;
  const at = timeText(micros(grid.from + column * grid.width), zone, { width: 15, newDay: false });
  const count = row.counts[column] ?? 0;
  const text = ` ${nameOf(row, grid)}: ${counted(count)} at ${at}, usually ${counted(row.usual)}, ${counted(row.total)} in all`;
  const sign: Segment = { text: isCurrent ? glyphs.cursor : " ", role: "accent" };
  return [sign, { text: cutToWidth(text, columns - 1, glyphs.ellipsis), role: nameRole(row, grid, isCurrent) }];
}

function nameOf({ name, label = name }: GridRow, { by }: Grid): string {
  return label === undefined ? `no ${by}` : visible(label);
}

/** The cells of a row that are in sight; neighbours that look alike are one segment. */
function cellSegments(view: HeatmapView, row: GridRow, isCurrent: boolean, glyphs: Glyphs): readonly Segment[] {
  const { area, firstColumn } = view;
  const segments: { text: string; readonly role: Role }[] = [];
  for (const [place, count] of row.counts.slice(firstColumn, firstColumn + area.columns).entries()) {
    const shade = shadeOf(view, row, count);
    const text = shade < 0 ? glyphs.heatNone : (glyphs.heat[shade] ?? " ");
    const role = (isCurrent ? cursorRole(view, firstColumn + place) : undefined) ?? shadeRole(shade);
    const before = segments.at(-1);
    if (before?.role === role) before.text += text;
    else segments.push({ text, role });
  }
  return segments;
}

function shadeRole(shade: number): Role {
  return shade < 0 ? "scrollbar" : (SHADES[shade] ?? "text");
}

/** Of a cell in the row that the cursor is in. */
function cursorRole({ selected, range }: HeatmapView, column: number): Role | undefined {
  if (selected?.column === column) return "match.current";
  return range !== undefined && column >= range.from && column <= range.to ? "selection" : undefined;
}

function nameRole({ name }: GridRow, { by }: Grid, isCurrent: boolean): Role {
  if (name === undefined) return "dim";
  if (by === "level") return levelRole(levelFromName(name));
  return isCurrent ? "text" : "unit";
}

/** -1 where there is nothing. */
function shadeOf({ scale, most }: HeatmapView, { usual }: GridRow, count: number): number {
  if (count === 0) return -1;
  if (scale === "relative") return STEPS.findIndex((step) => count <= step * usual);
  return PARTS.findIndex((part) => count <= part * most);
}

function axisLine(view: HeatmapView, grid: Grid, { zone, glyphs, columns }: HeatmapLook): readonly Segment[] {
  const { area, firstColumn } = view;
  const shown = Math.min(area.columns, grid.columns - firstColumn);
  const labels = axisLabels(
    {
      from: grid.from + firstColumn * grid.width,
      width: grid.width,
      columns: shown,
      room: area.columns + TOTAL_COLUMNS,
    },
    zone,
  );
  return fitSegments([{ text: " ".repeat(area.names + 2) + labels, role: "time" }], columns, glyphs.ellipsis);
}

function selectedLine(
  { selected, scale }: HeatmapView,
  grid: Grid,
  { zone, glyphs, columns }: HeatmapLook,
): readonly Segment[] {
  if (selected === undefined) return [];
  const { row, from, count } = selected;
  const begin = timeText(micros(from), zone, { width: 15, newDay: false });
  const end = timeText(micros(from + grid.width), zone, { width: 8, newDay: false });
  const usual = row.usual === 0 || scale === "absolute" ? "" : `, usually ${counted(row.usual)}`;
  return fitSegments(
    [
      { text: ` ${begin}${glyphs.range}${end}  `, role: "time" },
      { text: `${nameOf(row, grid)}  `, role: "unit" },
      { text: countOf(count, "line"), role: "text" },
      { text: usual, role: "dim" },
    ],
    columns,
    glyphs.ellipsis,
  );
}
