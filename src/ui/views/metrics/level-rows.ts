import type { LevelRates, MetricsView } from "../../../app/selectors/metrics.js";
import { barRows } from "../../chart/bars.js";
import { segmentsOfCells, withCursor } from "../../chart/cells.js";
import { rateText } from "../../number-text.js";
import type { Segment } from "../../segment.js";
import { levelRole } from "../stream/row.js";
import type { MetricsLook } from "./metrics-lines.js";

/** How much was logged: bars for each level, the gravest on top; where there is one row, for all together. */
export function levelRows(view: MetricsView, rows: number, look: MetricsLook): readonly (readonly Segment[])[] {
  const { levels } = view;
  if (rows < 3 || levels.length === 0) return allLevels(view, rows, look);
  const shown: readonly ShownRates[] = levels.length <= rows - 1 ? levels : joinLast(levels, rows - 1, view.column);
  const each = Math.floor((rows - 1) / shown.length);
  const drawn = shown.flatMap((rates) => barLines(view, { ...rates, name: nameOf(rates), rows: each }, look));
  return [heading(view, look), ...drawn, ...blanks(rows - 1 - drawn.length)];
}

function heading({ panel, levels, column }: MetricsView, { glyphs }: MetricsLook): readonly Segment[] {
  const isChosen = panel === "lines";
  const now = levels.reduce((sum, { perSecond }) => sum + (perSecond[column] ?? 0), 0);
  return [
    { text: isChosen ? glyphs.selected : " ", role: "accent" },
    { text: "lines  ", role: isChosen ? "accent" : "text" },
    { text: rateText(now), role: "text" },
  ];
}

function allLevels(view: MetricsView, rows: number, look: MetricsLook): readonly (readonly Segment[])[] {
  const perSecond = sumOf(view.levels);
  return barLines(view, { name: "lines", level: undefined, ...figuresOf(perSecond, view.column), rows }, look);
}

type Bars = Figures & { readonly perSecond: readonly number[]; readonly rows: number };

function barLines(view: MetricsView, bars: Bars, { glyphs }: MetricsLook): readonly (readonly Segment[])[] {
  const role = levelRole(bars.level);
  const cursor = view.isAtNow ? undefined : view.column;
  return barRows(bars.perSecond, { rows: bars.rows, top: bars.most, steps: glyphs.bars }).map(
    (row, index): readonly Segment[] => {
      const cells = Array.from(row, (text) => ({ text, role }));
      const left = index === 0 ? figures(view, bars) : blank(view);
      return [...left, ...segmentsOfCells(withCursor(cells, cursor, glyphs.vertical))];
    },
  );
}

type Figures = {
  readonly name: string;
  readonly level: LevelRates["level"];
  readonly now: number;
  readonly most: number;
};

/** In exactly the cells that stand before a chart, as one segment or two. */
function figures({ area }: MetricsView, { name, level, now, most }: Figures): readonly Segment[] {
  const both = `${rateText(now)}  max ${rateText(most)} `;
  const numbers = both.length + name.length + 3 <= area.figures + 1 ? both : `${rateText(now)} `;
  const room = Math.max(0, area.figures + 1 - numbers.length);
  return [
    { text: `  ${name}`.slice(0, room).padEnd(room), role: levelRole(level) },
    { text: numbers.slice(0, area.figures + 1), role: "dim" },
  ];
}

function blank({ area }: MetricsView): readonly Segment[] {
  return [{ text: " ".repeat(area.figures + 1), role: "text" }];
}

type ShownRates = LevelRates & { readonly isJoined?: boolean };

function nameOf({ level, isJoined }: ShownRates): string {
  return isJoined === true ? "all others" : (level ?? "no level");
}

/** The last of so many rows has all the levels that do not get one. */
function joinLast(levels: readonly LevelRates[], rows: number, column: number): readonly ShownRates[] {
  const rest = levels.slice(rows - 1);
  return [...levels.slice(0, rows - 1), { level: rest[0]?.level, isJoined: true, ...figuresOf(sumOf(rest), column) }];
}

function sumOf(levels: readonly LevelRates[]): readonly number[] {
  const columns = levels[0]?.perSecond ?? [];
  return columns.map((_, column) => levels.reduce((sum, { perSecond }) => sum + (perSecond[column] ?? 0), 0));
}

function figuresOf(perSecond: readonly number[], column: number): Omit<LevelRates, "level"> {
  const most = perSecond.reduce((so, rate) => Math.max(so, rate), 0);
  return { perSecond, most, now: perSecond[column] ?? 0 };
}

function blanks(count: number): readonly (readonly Segment[])[] {
  return Array.from({ length: Math.max(0, count) }, () => []);
}
