import type { EntryId, LogEntry } from "../../core/entry.js";
import { visibleLine } from "../../lib/visible.js";
import { wrapToWidth } from "../../lib/width.js";
import type { State } from "../state.js";
import { type ColumnNeeds, streamColumns } from "./columns.js";
import { frameOf } from "./frame.js";

/** How messages are laid out at the moment. */
export type Fit = {
  /** Cells for the message. */
  readonly columns: number;
  readonly wrap: boolean;
  readonly isUnfolded: (entry: LogEntry) => boolean;
};

/** An entry takes at most this many lines of the stream; the detail panel shows all of it. */
const MOST_LINES = 400;

/** The same object as long as nothing it depends on has changed. */
export function fitOf(state: State): Fit {
  const { needs, unfolded, unfoldAll, wrap } = state.stream;
  const { columns } = frameOf(state).stream;
  const last = fits.get(unfolded);
  if (last?.columns === columns && last.needs === needs && last.wrap === wrap && last.unfoldAll === unfoldAll)
    return last.fit;
  const ids = new Set<number>(unfolded);
  const fit: Fit = {
    columns: streamColumns(columns, needs).message,
    wrap,
    isUnfolded: (entry) => ids.has(entry.id) !== unfoldAll,
  };
  fits.set(unfolded, { columns, needs, wrap, unfoldAll, fit });
  return fit;
}

type Fitted = {
  readonly columns: number;
  readonly needs: ColumnNeeds;
  readonly wrap: boolean;
  readonly unfoldAll: boolean;
  readonly fit: Fit;
};
const fits = new WeakMap<readonly EntryId[], Fitted>();

/** The lines that an entry takes in the stream, at least one; safe to show, not cut to the width unless wrapped. */
export function linesOf(entry: LogEntry, fit: Fit): readonly string[] {
  const lines = messageLines(entry, fit);
  if (!fit.wrap) return lines.map((line) => visibleLine(line));
  const wrapped: string[] = [];
  for (const line of lines) {
    const room = MOST_LINES - wrapped.length;
    if (room <= 0) break;
    // No character of a line that could still be seen is left out: each takes a cell or joins one that does.
    const head = line.length > room * fit.columns * 2 ? line.slice(0, room * fit.columns * 2) : line;
    wrapped.push(...wrapToWidth(visibleLine(head), fit.columns, room));
  }
  return wrapped;
}

/** How many lines of the stream the entry takes. Cheaper than `linesOf` where nothing wraps. */
export function heightOf(entry: LogEntry, fit: Fit): number {
  return fit.wrap ? linesOf(entry, fit).length : messageLines(entry, fit).length;
}

/** Lines of the message that folding hides; 0 for an entry of one line. */
export function foldedAway(entry: LogEntry, fit: Fit): number {
  if (fit.isUnfolded(entry)) return 0;
  const all = entry.message.split("\n").length;
  return all - 1;
}

function messageLines(entry: LogEntry, fit: Fit): readonly string[] {
  if (!entry.message.includes("\n")) return [entry.message];
  const lines = entry.message.split("\n");
  if (fit.isUnfolded(entry)) return lines.slice(0, MOST_LINES);
  return [lines.find((line) => line.trim() !== "") ?? ""];
}
