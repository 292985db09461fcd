import type { Ground } from "../../theme/sgr.js";
import { createCanvas, type Position } from "./canvas.js";
import type { FrameClock } from "./clock.js";
import type { Size } from "./compose.js";
import { createInkStream, type InkStream } from "./ink-stream.js";
import { createModes } from "./modes.js";
import type { Output } from "./output.js";
import { createPicture, type SurfaceSource } from "./picture.js";
import type { FrameStatistics } from "./statistics.js";

/**
 * The picture on the terminal: Ink's frame with the surfaces in its holes. Only rows that changed are written, all in one
 * write a frame. While the terminal is behind nothing is drawn; when it has caught up, it gets the latest picture.
 */
export type Screen = {
  /** The `stdout` for Ink. */
  readonly stdout: InkStream;
  readonly size: () => Size;
  /** Puts a surface on the screen; the function it gives takes it off. */
  readonly add: (surface: SurfaceSource) => () => void;
  /** A surface shows something else: asks for a frame. */
  readonly invalidate: () => void;
  /** Writes everything again, for when something else has written on the terminal. */
  readonly redraw: () => void;
  /** Where the terminal's own cursor stands, undefined to hide it. */
  readonly setCursor: (position: Position | undefined) => void;
  readonly setGround: (ground: Ground) => void;
  /** Turns a private mode of the terminal on or off; it stays so through `leave` and `enter`. */
  readonly setMode: (mode: number, isOn: boolean) => void;
  /** Writes a sequence that asks the terminal something. */
  readonly ask: (sequence: string) => void;
  readonly enter: () => void;
  /** Gives the terminal back as it was, at once, also from within a crash; `enter` may follow. */
  readonly leave: () => void;
  readonly statistics: () => FrameStatistics;
};

/** A screen on this output, drawn at the beats of this clock. Nothing is written before `enter`. */
export function createScreen(output: Output, clock: FrameClock): Screen {
  const modes = createModes();
  const picture = createPicture(clock.requestPaint);
  const canvas = createCanvas(output, clock.requestPaint);
  let cursor: Position | undefined;
  let isActive = false;

  const write = (sequences: string): void => {
    if (isActive && sequences !== "") canvas.write(sequences);
  };
  const redraw = (): void => {
    canvas.forget();
    clock.requestPaint();
  };
  const stdout = createInkStream(output.size(), {
    onFrame: picture.setInk,
    onControl: (sequences) => write(modes.pass(sequences)),
  });
  clock.onPaint(() => {
    if (isActive && canvas.isReady()) canvas.draw(() => picture.rows(output.size()), picture.reset(), cursor);
  });
  output.onResize(() => {
    redraw();
    stdout.resize(output.size());
  });

  return {
    stdout,
    size: output.size,
    add: picture.add,
    invalidate: clock.requestPaint,
    redraw,
    setCursor: (position) => {
      cursor = position;
      clock.requestPaint();
    },
    setGround: (ground) => {
      picture.setGround(ground);
      redraw();
    },
    setMode: (mode, isOn) => write(modes.set(mode, isOn)),
    ask: write,
    enter: () => {
      isActive = true;
      write(modes.enter());
      redraw();
    },
    leave: () => {
      if (!isActive) return;
      isActive = false;
      output.writeNow(modes.leave());
    },
    statistics: canvas.statistics,
  };
}
