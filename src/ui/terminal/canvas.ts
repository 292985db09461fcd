import { differenceOf } from "./compose.js";
import { MODE } from "./modes.js";
import type { Output } from "./output.js";
import { createStatistics, type FrameStatistics } from "./statistics.js";

export type Position = { readonly x: number; readonly y: number };

/** What the terminal shows now, and the writing of what differs. */
export type Canvas = {
  /** False while the terminal has not taken the last frame: a frame now would only add to what it owes. */
  readonly isReady: () => boolean;
  /** Brings the terminal to show these rows and the cursor there, or hidden. */
  readonly draw: (makeRows: () => string[], reset: string, cursor: Position | undefined) => void;
  /** What is on the terminal is not known any more. */
  readonly forget: () => void;
  readonly write: (sequences: string) => void;
  readonly statistics: () => FrameStatistics;
};

const HIDE_CURSOR = `\u001b[?${MODE.cursor}l`;
const SHOW_CURSOR = `\u001b[?${MODE.cursor}h`;
const BEGIN = `\u001b[?${MODE.synchronized}h${HIDE_CURSOR}`;
const END = `\u001b[?${MODE.synchronized}l`;

/** A canvas on this output; `onReady` is called when the terminal has caught up. */
export function createCanvas(output: Output, onReady: () => void): Canvas {
  const statistics = createStatistics();
  let shown: readonly string[] | undefined;
  let shownCursor = "";
  let isBehind = false;
  const write = (text: string): void => {
    isBehind = !output.write(text);
  };
  output.onDrain(() => {
    isBehind = false;
    onReady();
  });
  return {
    isReady: () => {
      if (isBehind) statistics.drop();
      return !isBehind;
    },
    draw: (makeRows, reset, cursor) => {
      const start = performance.now();
      const rows = makeRows();
      const difference = differenceOf(shown?.length === rows.length ? shown : undefined, rows, reset);
      const placing = cursor === undefined ? HIDE_CURSOR : `\u001b[${cursor.y + 1};${cursor.x + 1}H${SHOW_CURSOR}`;
      shown = rows;
      if (difference === "" && placing === shownCursor) return;
      shownCursor = placing;
      const text = BEGIN + difference + placing + END;
      write(text);
      statistics.add(performance.now() - start, text.length);
    },
    forget: () => {
      shown = undefined;
      shownCursor = "";
    },
    write,
    statistics: statistics.read,
  };
}
