import type { State } from "../state.js";
import { type Frame, frameOf } from "../stream/frame.js";
import { sessionsPanes } from "../views/sessions/sessions-area.js";
import { DEFAULT_LAYOUT, LEAST_SHARE, MOST_SHARE, type Shares } from "./layout.js";

/** Two panes that share room: whose share it is, over how many cells, and where the border between them lies. */
export type Split = {
  readonly pane: keyof Shares;
  readonly cells: number;
  /** Cells that the pane has now. */
  readonly size: number;
  readonly border: { readonly row: number } | { readonly column: number };
  /** The pane begins at the border, and ends there otherwise. */
  readonly isBehind: boolean;
};

/** The panes that are on the screen now; undefined where there is only one. */
export function splitOf(state: State): Split | undefined {
  const frame = frameOf(state);
  if (frame.detail !== undefined) return splitOfDetail(frame, frame.detail);
  return state.view === "sessions" ? sessionsPanes(state) : undefined;
}

function splitOfDetail({ stream }: Frame, detail: NonNullable<Frame["detail"]>): Split {
  return detail.column > 0
    ? {
        pane: "beside",
        cells: stream.columns + detail.columns,
        size: detail.columns,
        border: { column: detail.column },
        isBehind: true,
      }
    : {
        pane: "below",
        cells: stream.rows + detail.rows,
        size: detail.rows,
        border: { row: detail.row },
        isBehind: true,
      };
}

/** The pane so many cells larger; negative makes it smaller. */
export function resizePane(state: State, by: number): State {
  const split = splitOf(state);
  return split === undefined ? state : withSize(state, split, split.size + by);
}

/** The size that a pane has of itself. */
export function evenPanes(state: State): State {
  const split = splitOf(state);
  return split === undefined ? state : withShare(state, split.pane, DEFAULT_LAYOUT.shares[split.pane]);
}

/** Whether a cell of the terminal is on the border between two panes. */
export function isOnBorder(state: State, cell: { readonly row: number; readonly column: number }): boolean {
  const border = splitOf(state)?.border;
  if (border === undefined) return false;
  return "row" in border ? border.row === cell.row : border.column === cell.column;
}

/** The border is dragged to a cell. */
export function dragBorder(state: State, cell: { readonly row: number; readonly column: number }): State {
  const split = splitOf(state);
  if (split === undefined) return state;
  const moved = "row" in split.border ? cell.row - split.border.row : cell.column - split.border.column;
  return withSize(state, split, split.size + (split.isBehind ? -moved : moved));
}

function withSize(state: State, { pane, cells }: Split, size: number): State {
  // Half a cell more, so that the share gives the same number of cells again.
  return withShare(state, pane, Math.round(((size + 0.5) * 1000) / Math.max(1, cells)));
}

function withShare(state: State, pane: keyof Shares, wanted: number): State {
  const share = Math.max(LEAST_SHARE, Math.min(MOST_SHARE, wanted));
  const { layout } = state.looks;
  if (layout.shares[pane] === share) return state;
  const shares: Shares = { ...layout.shares, [pane]: share };
  return { ...state, looks: { ...state.looks, layout: { ...layout, shares } } };
}
