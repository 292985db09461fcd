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

/** Divides the terminal; also one that is too small is divided without negative sizes. */
export function frameOf(state: Pick<State, "size" | "overlays">): Frame {
  const { columns, rows } = state.size;
  const headerRows = Math.min(rows, rows >= TALL ? 2 : 1);
  const footerRows = rows > headerRows ? 1 : 0;
  const tabRows = rows >= VERY_TALL ? 1 : 0;
  const tabs = tabRows === 0 ? undefined : { row: headerRows, column: 0, rows: tabRows, columns };
  const top = headerRows + tabRows;
  const body: Rect = { row: top, column: 0, rows: Math.max(0, rows - top - footerRows), columns };
  const header: Rect = { row: 0, column: 0, rows: headerRows, columns };
  const footer: Rect = { row: rows - footerRows, column: 0, rows: footerRows, columns };
  if (!state.overlays.some((overlay) => overlay.kind === "detail")) {
    return { header, tabs, stream: body, detail: undefined, footer };
  }
  const [stream, detail] = columns >= WIDE ? sideBySide(body) : oneBelowTheOther(body);
  return { header, tabs, stream, detail, footer };
}

/** Whether to say so instead of drawing. */
export function isTooSmall(size: State["size"]): boolean {
  return size.columns < SMALLEST.columns || size.rows < SMALLEST.rows;
}

function sideBySide(body: Rect): readonly [Rect, Rect] {
  const columns = Math.floor(body.columns * 0.42);
  const left = body.columns - columns;
  return [
    { ...body, columns: left },
    { ...body, column: left, columns },
  ];
}

function oneBelowTheOther(body: Rect): readonly [Rect, Rect] {
  const rows = Math.floor(body.rows * 0.55);
  const above = body.rows - rows;
  return [
    { ...body, rows: above },
    { ...body, row: body.row + above, rows },
  ];
}
