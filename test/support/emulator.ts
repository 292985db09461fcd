import { Unicode11Addon } from "@xterm/addon-unicode11";
// CommonJS without names that ES modules could import.
import headless, { type IBufferCell, type Terminal as XtermTerminal } from "@xterm/headless";

/** A cell as it is shown; colours are `#rrggbb`, a number of the 256, or undefined for the terminal's own. */
export type Cell = {
  readonly text: string;
  readonly width: number;
  readonly foreground: string | number | undefined;
  readonly background: string | number | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
};

/** What stands on a terminal, to be read by tests. Columns and rows count from 0. */
export type Emulator = {
  readonly terminal: XtermTerminal;
  readonly write: (data: string | Uint8Array) => void;
  /** Settles when all that was written is shown. */
  readonly settle: () => Promise<void>;
  readonly line: (y: number) => string;
  readonly lines: () => string[];
  readonly text: () => string;
  readonly cell: (x: number, y: number) => Cell;
  readonly cells: () => Cell[][];
  readonly cursor: () => { readonly x: number; readonly y: number; readonly isVisible: boolean };
  readonly isAlternate: () => boolean;
};

/** An xterm without a window. `convertEol` does what a terminal's driver would, where there is none. */
export function createEmulator(columns: number, rows: number, convertEol = false): Emulator {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000, convertEol });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  let pending = 0;
  let isCursorVisible = true;
  for (const [final, isVisible] of [
    ["h", true],
    ["l", false],
  ] as const) {
    terminal.parser.registerCsiHandler({ prefix: "?", final }, (parameters) => {
      if (parameters.includes(25)) isCursorVisible = isVisible;
      return false;
    });
  }
  const line = (y: number): string => {
    const buffer = terminal.buffer.active;
    return buffer.getLine(buffer.viewportY + y)?.translateToString(true, 0, terminal.cols) ?? "";
  };
  const lines = (): string[] => Array.from({ length: terminal.rows }, (_, y) => line(y));
  const cell = (x: number, y: number): Cell => {
    const buffer = terminal.buffer.active;
    const found = buffer.getLine(buffer.viewportY + y)?.getCell(x);
    if (found === undefined) throw new Error(`no cell at ${x},${y} of ${terminal.cols}×${terminal.rows}`);
    return cellOf(found);
  };
  return {
    terminal,
    write: (data) => {
      pending++;
      terminal.write(data, () => pending--);
    },
    settle: async () => {
      while (pending > 0) await new Promise((resolve) => setImmediate(resolve));
    },
    line,
    lines,
    text: () => lines().join("\n"),
    cell,
    cells: () =>
      Array.from({ length: terminal.rows }, (_, y) => Array.from({ length: terminal.cols }, (__, x) => cell(x, y))),
    cursor: () => ({
      x: terminal.buffer.active.cursorX,
      y: terminal.buffer.active.cursorY,
      isVisible: isCursorVisible,
    }),
    isAlternate: () => terminal.buffer.active.type === "alternate",
  };
}

function cellOf(cell: IBufferCell): Cell {
  const colour = (isRgb: boolean, isPalette: boolean, value: number): string | number | undefined => {
    if (isRgb) return `#${value.toString(16).padStart(6, "0")}`;
    return isPalette ? value : undefined;
  };
  return {
    text: cell.getChars(),
    width: cell.getWidth(),
    foreground: colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
    background: colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}
