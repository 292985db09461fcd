import { cutStyled } from "./ansi.js";
import { planRow, type Segment, type Span } from "./plan.js";

/** Where something lies on the screen, in columns and rows from the top left. */
export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type Size = { readonly columns: number; readonly rows: number };

/** A surface that is on the screen: its place, clipped to it, and its rows. */
export type Placed = {
  readonly rectangle: Rectangle;
  readonly layer: number;
  readonly row: (index: number, width: number) => string;
};

/** Remembers how rows were divided, which changes far less often than what they show. */
export type PlanCache = Map<string, readonly Segment[]>;

/** All that makes up a frame; `reset` leaves the ground and nothing else, `surfaces` come lowest first. */
export type Picture = {
  readonly ink: readonly string[];
  readonly surfaces: readonly Placed[];
  readonly size: Size;
  readonly reset: string;
  readonly plans: PlanCache;
};

const MOST_PLANS = 2_000;
const ERASE_TO_END = "\u001b[K";
/** What no row may hold: it would move the cursor or worse. Rows are text, SGR sequences and OSC 8 links. */
const STEERS = /[\x00-\x1a\x1c-\x1f\x7f-\x9f]|\u001b(?!\[[\d;:]*m|\]8;[\x20-\x7e]*\u001b\\|\\)/g;

/**
 * Each row of the screen as it is to be written, beginning in its first column. Every segment is placed at an absolute
 * column and its place erased before it is written: a terminal that disagrees about the width of a character spoils the
 * rest of that segment and nothing beside it, and an erase after a full row would eat its last cell.
 */
export function composeRows(picture: Picture): string[] {
  const rows: string[] = [];
  for (let y = 0; y < picture.size.rows; y++) rows.push(composeRow(picture, y));
  return rows;
}

/** What to write to turn the rows that are shown into those wanted; without any shown, all of them. */
export function differenceOf(shown: readonly string[] | undefined, wanted: readonly string[], reset: string): string {
  let text = "";
  for (const [y, row] of wanted.entries()) {
    if (shown === undefined || row !== shown[y]) text += `\u001b[${y + 1};1H${reset}${row}`;
  }
  return text;
}

/** The part of a rectangle that is on the screen. */
export function clip(rectangle: Rectangle, { columns, rows }: Size): Rectangle {
  const x = Math.max(0, rectangle.x);
  const y = Math.max(0, rectangle.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(columns, rectangle.x + rectangle.width) - x),
    height: Math.max(0, Math.min(rows, rectangle.y + rectangle.height) - y),
  };
}

function composeRow({ ink, surfaces, size, reset, plans }: Picture, y: number): string {
  const line = ink[y] ?? "";
  const crossing = surfaces.filter(({ rectangle }) => y >= rectangle.y && y < rectangle.y + rectangle.height);
  if (crossing.length === 0) return ERASE_TO_END + line;
  const segments = plannedRow(line, crossing, size.columns, plans);
  const rows: (string | undefined)[] = [];
  let text = "";
  for (const [index, segment] of segments.entries()) {
    if (segment.x > 0) text += `\u001b[${segment.x + 1}G`;
    text += index === segments.length - 1 ? ERASE_TO_END : `\u001b[${segment.width}X`;
    if (segment.kind === "ink") {
      text += segment.text + reset;
      continue;
    }
    const placed = crossing[segment.span];
    if (placed === undefined) continue;
    const { rectangle } = placed;
    const row = (rows[segment.span] ??= harmless(placed.row(y - rectangle.y, rectangle.width)));
    const isWhole = segment.width === rectangle.width;
    text += (isWhole ? row : cutStyled(row, segment.offset, segment.offset + segment.width)) + reset;
  }
  return text;
}

function plannedRow(line: string, crossing: readonly Placed[], columns: number, plans: PlanCache): readonly Segment[] {
  let key = `${columns}`;
  for (const { rectangle, layer } of crossing) key += `,${rectangle.x}+${rectangle.width}^${layer}`;
  key += `|${line}`;
  const known = plans.get(key);
  if (known !== undefined) return known;
  const spans = crossing.map(({ rectangle, layer }): Span => ({ x: rectangle.x, width: rectangle.width, layer }));
  const plan = planRow(line, spans, columns);
  if (plans.size >= MOST_PLANS) plans.clear();
  plans.set(key, plan);
  return plan;
}

/** The second lock on the door: rows are made of visible text, and if one is not, it steers nothing. */
function harmless(row: string): string {
  return row.replace(STEERS, "\ufffd");
}
