import { PassThrough } from "node:stream";
import process from "node:process";
import { cutStyled } from "../terminal/ansi.js";
import type blessedOf from "blessed";
import type lineOf from "blessed-contrib/lib/widget/charts/line.js";

/** A colour as red, green and blue, each up to 255. */
export type Rgb = readonly [number, number, number];

/** Lines over the same columns; NaN where there is a gap. Texts are our own: nothing of a log. */
export type LinePanelData = {
  readonly labels: readonly string[];
  /** What the top of the chart stands for. */
  readonly top: number;
  readonly lines: readonly { readonly title: string; readonly values: readonly number[]; readonly colour: Rgb }[];
  readonly text: Rgb;
  readonly axes: Rgb;
};

/** Cells of the chart; the first value stands `origin` cells from the left, each takes half a cell. */
type LinePanelArea = { readonly columns: number; readonly rows: number; readonly origin: number };

/**
 * A chart with its axis, drawn by blessed-contrib on a screen of blessed's that nobody sees. Rows come as text with
 * colours of 256 and nothing else. A drawing takes some milliseconds: for what changes a few times a second.
 */
export type LinePanel = { readonly draw: (data: LinePanelData, area: LinePanelArea) => readonly string[] };

/** blessed's screen hooks into the process to give back a terminal that it never had. */
const HOOKS = ["SIGTERM", "SIGINT", "SIGQUIT", "exit", "uncaughtException"] as const;

/** Below this the widget has no room for its own axis. */
const LEAST = { columns: 30, rows: 6 } as const;
/** What the widget leaves empty at the right and at the bottom, in cells: it is cut off. */
const MARGIN = { columns: 6, rows: 2 } as const;

let shared: Promise<LinePanel | undefined> | undefined;

/** The one panel of the process: each screen of blessed's keeps some memory for ever. Loaded when it is first wanted. */
export function sharedLinePanel(): Promise<LinePanel | undefined> {
  return (shared ??= openLinePanel());
}

/**
 * Loads the packages, which takes some 100 ms, and only the widget that is used. Undefined where they are not installed:
 * whoever asks draws for himself.
 */
async function openLinePanel(): Promise<LinePanel | undefined> {
  try {
    const [{ default: blessed }, { default: line }] = await Promise.all([
      import("blessed"),
      import("blessed-contrib/lib/widget/charts/line.js"),
    ]);
    return createPanel(blessed, line);
  } catch {
    // Left out of the installation, or broken: there are our own charts.
    return undefined;
  }
}

function createPanel(blessed: typeof blessedOf, line: typeof lineOf): LinePanel {
  const input = Object.assign(new PassThrough(), { isTTY: false, isRaw: false, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: false, columns: 1, rows: 1 });
  output.resume();
  const screen = unhooked(() =>
    blessed.screen({
      input,
      output,
      terminal: "xterm-256color",
      forceUnicode: true,
      fullUnicode: true,
      smartCSR: false,
      warnings: false,
      resizeTimeout: 0,
    }),
  );
  const chart = line({ screen, top: 0, left: 0, width: 1, height: 1, minY: 0, numYLabels: 4, style: {} });
  return {
    draw({ labels, top, lines, text, axes }, { columns, rows, origin }) {
      if (columns < LEAST.columns || rows < LEAST.rows) return [];
      const size = { width: columns + MARGIN.columns, height: rows + MARGIN.rows };
      Object.assign(output, { columns: size.width, rows: size.height });
      output.emit("resize");
      Object.assign(chart, size);
      Object.assign(chart.options, { maxY: top, xPadding: 2 * origin - 2 });
      Object.assign(chart.options.style, { text, baseline: axes });
      // It makes its canvas when it comes onto a screen.
      screen.remove(chart);
      screen.append(chart);
      chart.setData(
        lines.map(({ title, values, colour }) => ({ title, x: labels, y: values, style: { line: colour } })),
      );
      screen.render();
      return screen
        .screenshot()
        .split("\n")
        .slice(0, rows)
        .map((row) => cutStyled(onlyColours(row), 0, columns));
    },
  };
}

type Hook = (typeof HOOKS)[number];
// oxlint-disable-next-line no-explicit-any -- as the process has them
type Listener = (...values: any[]) => void;
type Hooked = { listeners(name: Hook): readonly Listener[]; off(name: Hook, listener: Listener): unknown };

/** Without what blessed adds to the process, and without its question to tmux, which would hold up everything. */
function unhooked<Made>(make: () => Made): Made {
  const hooked: Hooked = process;
  const before = new Map(HOOKS.map((name) => [name, new Set(hooked.listeners(name))]));
  const { TMUX: tmux } = process.env;
  delete process.env["TMUX"];
  try {
    return make();
  } finally {
    if (tmux !== undefined) process.env["TMUX"] = tmux;
    for (const name of HOOKS) {
      for (const listener of hooked.listeners(name)) {
        if (before.get(name)?.has(listener) !== true) hooked.off(name, listener);
      }
    }
  }
}

// oxlint-disable-next-line no-control-regex -- to take them out
const OTHER_SEQUENCES = /\u001b(?:\[[\d;?]*[@-ln-~]|[()].|[=>78])|[\u0000-\u001a\u001c-\u001f\u007f]/g;

function onlyColours(row: string): string {
  return row.replace(OTHER_SEQUENCES, "");
}
