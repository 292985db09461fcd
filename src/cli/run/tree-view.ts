import { now } from "../../engine/environment.js";
import type { Outlet } from "./outlet.js";
import { openRegion, type TerminalSize } from "./region.js";
import type { RunView, StreamName } from "./run-view.js";
import { createShownLines, type ShownLines } from "./shown-lines.js";
import { isBuilding, type TreeLook, treePicture } from "./tree-picture.js";

export type TreeViewOptions = TreeLook & {
  readonly outlets: Readonly<Record<StreamName, Outlet>>;
  /** The terminal on standard error; undefined where it is none, and nothing is drawn. */
  readonly size: (() => TerminalSize) | undefined;
  /** Whether standard output is a terminal, too: the same one, as far as anybody can tell. */
  readonly isShared: boolean;
};

/** Ten pictures a second are enough for the eye. */
const DRAW_EVERY_MS = 100;
/** What runs grows older though nothing is said. */
const AGE_EVERY_MS = 1_000;
/** A line that does not end for so long is shown as it is: it may be a question. */
const PARTIAL_MS = 250;

/** What a rebuild says as lines that a person can read, and on a terminal its build as a tree below them. */
export function treeView(options: TreeViewOptions): RunView {
  const lines = createShownLines(now);
  const { outlets, size, isShared } = options;
  if (size === undefined) {
    return {
      isGone: (stream) => outlets[stream].trouble() !== undefined,
      output: (stream, bytes) => (stream === "stdout" ? outlets.stdout.write(bytes) : say(outlets, lines.push(bytes))),
      ended: () => say(outlets, lines.end(now())),
    };
  }
  const region = openRegion(outlets.stderr, size);
  const plain = createShownLines(now);
  const partial = openAlarm(PARTIAL_MS, () => void region.print(plain.pause() + lines.pause()));
  const drawing = openPace(() => {
    const report = lines.report();
    return region.draw(report === undefined || !isBuilding(report) ? () => [] : treePicture(report, options));
  });
  return {
    isGone: (stream) => outlets[stream === "stdout" && !isShared ? "stdout" : "stderr"].trouble() !== undefined,
    output: async (stream, bytes) => {
      if (stream === "stdout" && !isShared) {
        await outlets.stdout.write(bytes);
        return;
      }
      const from: ShownLines = stream === "stdout" ? plain : lines;
      await region.print(from.push(bytes));
      drawing.soon();
      if (plain.isHolding() || lines.isHolding()) partial.set();
      else partial.clear();
    },
    ended: async () => {
      partial.clear();
      drawing.stop();
      await region.print(plain.end(now()) + lines.end(now()));
      await region.close();
    },
  };
}

function say({ stderr }: TreeViewOptions["outlets"], text: string): Promise<void> {
  return text === "" ? Promise.resolve() : stderr.write(Buffer.from(text));
}

type Alarm = { set(): void; clear(): void };

function openAlarm(afterMs: number, ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    set: () => {
      clearTimeout(timer);
      timer = setTimeout(ring, afterMs);
    },
    clear: () => clearTimeout(timer),
  };
}

/** Draws soon after it was asked to, never faster than the pace, and now and then by itself. */
function openPace(draw: () => Promise<void>): { soon(): void; stop(): void } {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let due: NodeJS.Timeout | undefined;
  const run = () => {
    clearTimeout(due);
    due = undefined;
    drawnAt = performance.now();
    void draw();
  };
  const pulse = setInterval(run, AGE_EVERY_MS);
  return {
    soon: () => {
      due ??= setTimeout(run, Math.max(0, drawnAt + DRAW_EVERY_MS - performance.now()));
    },
    stop: () => {
      clearTimeout(due);
      clearInterval(pulse);
    },
  };
}
