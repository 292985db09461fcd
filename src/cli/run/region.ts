import type { Outlet } from "./outlet.js";

/** A line as it is written, and how many columns it takes. */
type RegionLine = { readonly text: string; readonly width: number };

export type TerminalSize = { readonly columns: number; readonly rows: number };

/** The lines for a room of that size, made anew for each drawing: the terminal may have another size by then. */
export type RegionPicture = (room: TerminalSize) => readonly RegionLine[];

/** Lines that scroll as ever, and below them a few that are drawn again and again. */
export type Region = {
  /** Text above; the picture stays away while it does not end with a line end. */
  print(text: string): Promise<void>;
  /** What stands below from now on. */
  draw(picture: RegionPicture): Promise<void>;
  /** Leaves nothing of it behind. */
  close(): Promise<void>;
};

/** The scrolling lines keep at least so much of the screen. */
const ROWS_ABOVE = 6;
const MOST_ROWS = 12;
/** Begin and end of what a terminal that knows it shows at once (synchronized output, mode 2026). */
const BEGIN = "\u001b[?2026h";
const END = "\u001b[?2026l";

/**
 * Takes the rows above the cursor's own out of the screen. What another program wrote below them (a password prompt)
 * moves up as it is, and the cursor with it.
 */
function takenOut(rows: number): string {
  return `\u001b7\u001b[${rows}A\r\u001b[${rows}M\u001b8\u001b[${rows}A`;
}

/**
 * Draws with nothing but "up" and "delete lines", so that whatever happens the terminal stays as it was: no mode is left
 * set, the cursor is not hidden, and what was printed above is in the scrollback like any other text.
 */
export function openRegion(outlet: Outlet, size: () => TerminalSize): Region {
  let picture: RegionPicture = () => [];
  let shown: readonly RegionLine[] = [];
  let isInsideLine = false;

  const erased = (): string => {
    const columns = Math.max(1, size().columns);
    // A terminal that became narrower has broken the lines: they are as many rows as their widths need.
    const rows = shown.reduce((sum, { width }) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    shown = [];
    return rows === 0 ? "" : takenOut(rows);
  };
  const drawn = (): string => {
    if (isInsideLine) return "";
    const { columns, rows } = size();
    // A full last column would leave the cursor in a place that terminals do not agree on.
    shown = picture({ columns: columns - 1, rows: Math.min(MOST_ROWS, rows - ROWS_ABOVE) });
    return shown.map(({ text }) => `${text}\n`).join("");
  };
  const put = (text: string): Promise<void> =>
    text === "" ? Promise.resolve() : outlet.write(Buffer.from(`${BEGIN}${text}${END}`));
  return {
    print: (text) => {
      if (text === "") return Promise.resolve();
      const before = erased();
      isInsideLine = !text.endsWith("\n");
      return put(before + text + drawn());
    },
    draw: (next) => {
      picture = next;
      return isInsideLine ? Promise.resolve() : put(erased() + drawn());
    },
    close: () => {
      picture = () => [];
      return put(erased());
    },
  };
}
