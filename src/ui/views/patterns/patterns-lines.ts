import type { PatternsView } from "../../../app/selectors/patterns.js";
import type { PatternOrder } from "../../../app/views/patterns/patterns-state.js";
import { levelNumber } from "../../../core/level.js";
import type { TrendedPattern } from "../../../core/ports.js";
import { templateText } from "../../../core/template/template.js";
import { usualLevel } from "../../../core/template/usual-level.js";
import type { Micros } from "../../../core/time.js";
import { counted } from "../../../lib/counted.js";
import { visible } from "../../../lib/visible.js";
import { cutToWidth, padToWidth } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs } from "../../glyphs.js";
import { countOf, short } from "../../number-text.js";
import { barRows } from "../../chart/bars.js";
import { fitSegments, type Segment, spread } from "../../segment.js";
import { timeText, type ZoneOffset } from "../../time-text.js";
import { levelRole } from "../stream/row.js";

export type PatternsLook = { readonly glyphs: Glyphs; readonly zone: ZoneOffset; readonly columns: number };

const ORDER_WORDS: Readonly<Record<PatternOrder, string>> = {
  count: "the most frequent first",
  level: "the worst first",
  newest: "those that began last first",
  latest: "those seen last first",
  rarest: "the rarest first",
};
/** From this width on trends are shown, and from this on when a pattern was seen and whose it is. */
const WITH_TREND = 78;
const WITH_TIMES = 100;
const WITH_SPACE = 130;
const SPACE_COLUMNS = 16;
const HOLE = "<*>";

/** Line `index` of the view: title, patterns, what is selected. */
export function patternsLine(view: PatternsView, index: number, look: PatternsLook): readonly Segment[] {
  const { rows, shown, first } = view;
  if (index === 0) return titleLine(view, look);
  if (shown.length === 0) return index === 2 ? emptyLine(view) : [];
  if (index <= rows) return rowLine(view, shown[index - 1], look);
  const { selected } = view;
  if (selected === undefined || first < 0) return [];
  return index === rows + 1 ? factsLine(selected, look) : exampleLine(selected, look);
}

function titleLine(
  { snapshot, isLoading, order, shown, first }: PatternsView,
  { columns, glyphs }: PatternsLook,
): readonly Segment[] {
  const all = snapshot?.patterns.length ?? 0;
  const left: readonly Segment[] = [
    { text: ` ${countOf(all, "pattern")}`, role: "accent" },
    { text: ` of ${countOf(snapshot?.total ?? 0, "line")}, ${ORDER_WORDS[order]}`, role: "dim" },
  ];
  const counting = isLoading ? `counting${glyphs.ellipsis} ` : "";
  const part = all > shown.length ? `${counted(first + 1)}${glyphs.range}${counted(first + shown.length)} ` : "";
  return spread(left, [{ text: `${counting}${part}`, role: "dim" }], columns, glyphs.ellipsis);
}

function emptyLine({ isLoading }: PatternsView): readonly Segment[] {
  const text = isLoading ? "   counting…" : "   no line here has a message: f shows what is filtered";
  return [{ text, role: "dim" }];
}

function rowLine(
  view: PatternsView,
  pattern: TrendedPattern | undefined,
  { glyphs, zone, columns }: PatternsLook,
): readonly Segment[] {
  if (pattern === undefined) return [];
  const isCurrent = pattern === view.selected;
  const { template, count, trend, last } = pattern;
  const level = usualLevel(pattern);
  const segments: Segment[] = [
    { text: isCurrent ? glyphs.cursor : " ", role: "accent" },
    { text: `${short(count)} `.padStart(7), role: "text" },
    { text: `${shareText(count, view.snapshot?.total ?? 0)} `, role: "dim" },
  ];
  if (columns >= WITH_TREND)
    segments.push({ text: `${trendText(trend, trendColumns(columns), glyphs)} `, role: "accent" });
  if (columns >= WITH_TIMES) segments.push({ text: `${whenText(last, zone)} `, role: "time" });
  segments.push({ text: `${glyphs.levels[levelNumber(level)] ?? " "} `, role: levelRole(level) });
  if (columns >= WITH_SPACE) {
    segments.push({
      text: `${padToWidth(cutToWidth(visible(template.space), SPACE_COLUMNS, glyphs.ellipsis), SPACE_COLUMNS)} `,
      role: "unit",
    });
  }
  return fitSegments(
    [...segments, ...templateSegments(visible(templateText(template)), isCurrent)],
    columns,
    glyphs.ellipsis,
  );
}

function trendColumns(columns: number): number {
  return columns >= WITH_SPACE ? 24 : 12;
}

/** Counts as bars, the highest as high as a cell is, in exactly so many cells. */
function trendText(counts: readonly number[], columns: number, { bars }: Glyphs): string {
  const cells = Array.from({ length: columns }, (_, cell) => {
    const from = Math.floor((cell * counts.length) / columns);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * counts.length) / columns));
    return counts.slice(from, to).reduce((sum, count) => sum + count, 0);
  });
  const top = cells.reduce((most, count) => Math.max(most, count), 0);
  return barRows(cells, { rows: 1, top, steps: bars }).join("");
}

/** What stands still is text, what differs is marked. */
function templateSegments(text: string, isCurrent: boolean): readonly Segment[] {
  const role: Role = isCurrent ? "key" : "text";
  const pieces = text.split(HOLE);
  return pieces.flatMap((piece, index): readonly Segment[] => {
    const still: readonly Segment[] = piece === "" ? [] : [{ text: piece, role }];
    return index < pieces.length - 1 ? [...still, { text: HOLE, role: "accent" }] : still;
  });
}

function factsLine(
  { template, count, first, last }: TrendedPattern,
  { glyphs, zone, columns }: PatternsLook,
): readonly Segment[] {
  const span = `${whenText(first, zone)} ${glyphs.range} ${whenText(last, zone)}`;
  return fitSegments(
    [
      { text: ` ${template.id} `, role: "key" },
      { text: template.space === "" ? " " : ` ${visible(template.space)} `, role: "unit" },
      { text: ` ${countOf(count, "line")} `, role: "text" },
      { text: ` ${span}`, role: "time" },
    ],
    columns,
    glyphs.ellipsis,
  );
}

function exampleLine({ example }: TrendedPattern, { glyphs, columns }: PatternsLook): readonly Segment[] {
  const [head = ""] = example.split("\n");
  return fitSegments(
    [
      { text: ` as in: `, role: "dim" },
      { text: visible(head), role: "text" },
    ],
    columns,
    glyphs.ellipsis,
  );
}

function whenText(at: Micros | undefined, zone: ZoneOffset): string {
  return at === undefined ? "".padEnd(15) : timeText(at, zone, { width: 15, newDay: false });
}

/** Four cells: ` 37%`, ` <1%`. */
function shareText(count: number, total: number): string {
  const percent = total === 0 ? 0 : (100 * count) / total;
  return (percent < 1 ? "<1%" : `${Math.round(percent)}%`).padStart(4);
}
