import { focusDetail, detailOf } from "../overlays/detail.js";
import { topOverlay } from "../overlays/stack.js";
import { still } from "../step.js";
import type { Step } from "../effect.js";
import type { State } from "../state.js";
import { pauseFollow } from "./follow.js";
import { frameOf } from "./frame.js";
import { indexAtLine, layoutOf, lineCount } from "./layout.js";
import { scrollBy } from "./motion.js";
import { requestPage } from "./window.js";

/** The wheel scrolls the view, or the detail panel when that has the keyboard; other overlays keep still. */
export function wheel(state: State, lines: number): Step<State> {
  const top = topOverlay(state);
  if (top?.kind === "detail") return still(focusDetail(state, top, top.selected + lines));
  return still(top === undefined ? scrollBy(state, lines) : state);
}

/** A click puts the cursor on a line, the focus on a line of the detail, or the view at a place of the scrollbar. */
export function point(state: State, cell: { readonly row: number; readonly column: number }): Step<State> {
  const top = topOverlay(state);
  const { stream, detail } = frameOf(state);
  if (top !== undefined && top.kind !== "detail") return still(state);
  const panel = detailOf(state);
  if (detail !== undefined && panel !== undefined && isIn(detail, cell)) {
    return still(focusDetail(state, panel, panel.scroll + cell.row - detail.row - 1));
  }
  if (!isIn(stream, cell)) return still(state);
  if (cell.column === stream.column + stream.columns - 1) return toFraction(state, cell.row - stream.row, stream.rows);
  return still(toRow(state, cell.row - stream.row));
}

function toRow(state: State, row: number): State {
  const layout = layoutOf(state);
  const line = layout.view + row;
  if (line < 0 || line >= lineCount(layout)) return state;
  const index = indexAtLine(layout, line);
  const entry = layout.entries[index];
  if (entry === undefined) return state;
  const moved = index < layout.cursor ? pauseFollow(state) : state;
  const cursorLine = (layout.tops[index] ?? 0) - layout.view;
  return { ...moved, stream: { ...moved.stream, cursor: entry.id, cursorLine, travel: 0 } };
}

function toFraction(state: State, row: number, rows: number): Step<State> {
  if (state.stream.markedOnly) return still(state);
  const paused = pauseFollow({ ...state, stream: { ...state.stream, travel: 0 } });
  const anchor = { kind: "fraction", fraction: row / Math.max(1, rows - 1) } as const;
  return requestPage(paused, anchor, { kind: "anchor", line: row });
}

function isIn(
  rect: { readonly row: number; readonly column: number; readonly rows: number; readonly columns: number },
  { row, column }: { readonly row: number; readonly column: number },
): boolean {
  return row >= rect.row && row < rect.row + rect.rows && column >= rect.column && column < rect.column + rect.columns;
}
