import type { Layout } from "../looks/layout.js";
import type { Overlay } from "../overlay.js";
import type { State } from "../state.js";

/** Cells of the terminal, from 0. */
export type Rect = { readonly row: number; readonly column: number; readonly rows: number; readonly columns: number };

/** Who has which part of the terminal. Rows and columns never overlap and fill it whole. */
export type Frame = {
  readonly header: Rect;
  /** The names of the views, where there is room to spare. */
  readonly tabs: Rect | undefined;
  /** What the view has: the lines, or a chart. */
  readonly stream: Rect;
  /** The detail panel, right of the stream or below it. */
  readonly detail: Rect | undefined;
  /** Where in its range a replay is, below its lines. */
  readonly scrub: Rect | undefined;
  /** How much there is over time, below the lines. */
  readonly strip: Rect | undefined;
  readonly footer: Rect;
};

/** Below this there is no room for anything that helps. */
export const SMALLEST = { columns: 60, rows: 15 } as const;

/** From this height on the header has a line for the sources and one for the query. */
const TALL = 20;
/** From this height on the views have a line of their own. */
const VERY_TALL = 30;
/** From this width on the detail panel stands beside the stream. */
const WIDE = 120;

/** From this height on views that are always named have their line. */
const ROOMY = 18;
/** Narrower the detail panel never stands beside the stream. */
const LEAST_WIDE = 90;
const LEAST_PANE = { rows: 3, columns: 24 } as const;

/** Divides the terminal; also one that is too small is divided without negative sizes. */
export function frameOf(
  state: Pick<State, "size" | "overlays" | "looks"> & Partial<Pick<State, "view" | "strip">>,
): Frame {
  const { columns, rows } = state.size;
  const { layout } = state.looks;
  const headerRows = Math.min(rows, headerRowsOf(layout, rows));
  const footerRows = rows > headerRows && (layout.footer === "shown" || isTypedBelow(state.overlays.at(-1))) ? 1 : 0;
  const tabRows = hasTabs(layout, rows) ? 1 : 0;
  const tabs = tabRows === 0 ? undefined : { row: headerRows, column: 0, rows: tabRows, columns };
  const top = headerRows + tabRows;
  const room = Math.max(0, rows - top - footerRows);
  const scrubRows = state.view === "replay" ? Math.max(0, Math.min(rows >= TALL ? 4 : 3, room - 1)) : 0;
  const stripRows = hasStrip(state) ? Math.max(0, Math.min(stripHeight(rows), room - 1)) : 0;
  const body: Rect = { row: top, column: 0, rows: room - scrubRows - stripRows, columns };
  const strip = stripRows === 0 ? undefined : { row: top + body.rows, column: 0, rows: stripRows, columns };
  const scrub = scrubRows === 0 ? undefined : { row: top + body.rows, column: 0, rows: scrubRows, columns };
  const header: Rect = { row: 0, column: 0, rows: headerRows, columns };
  const footer: Rect = { row: rows - footerRows, column: 0, rows: footerRows, columns };
  if (!state.overlays.some((overlay) => overlay.kind === "detail")) {
    return { header, tabs, stream: body, detail: undefined, scrub, strip, footer };
  }
  const [stream, detail] = isBeside(layout, columns)
    ? sideBySide(body, layout.shares.beside)
    : oneBelowTheOther(body, layout.shares.below);
  return { header, tabs, stream, detail, scrub, strip, footer };
}

function hasStrip({ view, strip }: Partial<Pick<State, "view" | "strip">>): boolean {
  return view === "stream" && strip?.isShown === true;
}

/** What is said of it, bars, times. */
function stripHeight(rows: number): number {
  return rows >= VERY_TALL ? 6 : rows >= TALL ? 4 : 3;
}

function headerRowsOf({ header }: Layout, rows: number): number {
  if (header === "none") return 0;
  return header === "two rows" && rows >= TALL ? 2 : 1;
}

function hasTabs({ tabs }: Layout, rows: number): boolean {
  return tabs !== "never" && rows >= (tabs === "always" ? ROOMY : VERY_TALL);
}

function isBeside({ detail }: Layout, columns: number): boolean {
  return detail !== "below" && columns >= (detail === "beside" ? LEAST_WIDE : WIDE);
}

/** Whether what has the keyboard is typed at the foot of the screen. */
function isTypedBelow(top: Overlay | undefined): boolean {
  return top?.kind === "command" || top?.kind === "search" || top?.kind === "filter" || top?.kind === "ask";
}

/** Whether to say so instead of drawing. */
export function isTooSmall(size: State["size"]): boolean {
  return size.columns < SMALLEST.columns || size.rows < SMALLEST.rows;
}

function sideBySide(body: Rect, share: number): readonly [Rect, Rect] {
  const columns = sizeOf(body.columns, share, LEAST_PANE.columns);
  const left = body.columns - columns;
  return [
    { ...body, columns: left },
    { ...body, column: left, columns },
  ];
}

function oneBelowTheOther(body: Rect, share: number): readonly [Rect, Rect] {
  const rows = sizeOf(body.rows, share, LEAST_PANE.rows);
  const above = body.rows - rows;
  return [
    { ...body, rows: above },
    { ...body, row: body.row + above, rows },
  ];
}

/** The share of the cells in thousandths, such that both panes have what they need where there is so much. */
function sizeOf(cells: number, share: number, least: number): number {
  const wanted = Math.floor((cells * share) / 1000);
  return cells < 2 * least ? wanted : Math.max(least, Math.min(cells - least, wanted));
}
