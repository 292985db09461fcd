import { type EntryId, type LogEntry, Mark } from "../../core/entry.js";
import type { Repeat } from "../../core/ports.js";
import type { PlacedRemark } from "../../core/truth.js";
import { counted } from "../../lib/counted.js";
import { visibleLine } from "../../lib/visible.js";
import { widthOf, wrapToWidth } from "../../lib/width.js";
import type { Layout } from "../looks/layout.js";
import type { State } from "../state.js";
import { type ColumnNeeds, streamColumns } from "./columns.js";
import { fieldLine } from "./field-line.js";
import { frameOf } from "./frame.js";
import { missingBefore } from "./missing-before.js";
import { repeatsOf } from "./repeats.js";

/** How messages are laid out at the moment. */
export type Fit = {
  /** Cells for the message. */
  readonly columns: number;
  readonly wrap: boolean;
  /** The fields of an entry in a line of their own, behind its text; undefined where they are not shown or there are none. */
  readonly fieldLine: (entry: LogEntry) => string | undefined;
  readonly isUnfolded: (entry: LogEntry) => boolean;
  /** What is missing right before an entry, or was done to the clock there; "" for nearly all. */
  readonly missingBefore: (entry: LogEntry) => string;
  /** Whether lines are left out behind an entry, which a line of its own then says. */
  readonly isBreakAfter: (entry: LogEntry) => boolean;
  /** The run of repeats whose first entry this is. */
  readonly repeatFrom: (entry: LogEntry) => Repeat | undefined;
};

/** An entry takes at most this many lines of the stream; the detail panel shows all of it. */
const MOST_LINES = 400;

/** The same object as long as nothing it depends on has changed. */
export function fitOf(state: State): Fit {
  const { unfolded } = state.stream;
  const parts = partsOf(state);
  const last = fits.get(unfolded);
  if (last !== undefined && isSame(last.parts, parts)) return last.fit;
  const ids = new Set<number>(unfolded);
  const fit: Fit = {
    columns: streamColumns(parts.columns, parts.needs, parts.layout).message,
    wrap: parts.wrap,
    fieldLine: parts.fields ? fieldLine : () => undefined,
    isUnfolded: (entry) => ids.has(entry.id) !== parts.unfoldAll,
    missingBefore: missingBefore(parts.remarks),
    isBreakAfter: isAmong(parts.breaks),
    repeatFrom: beginsOf(parts.repeats),
  };
  fits.set(unfolded, { parts, fit });
  return fit;
}

/** What a fit is made from, besides the entries that are unfolded. */
type FitParts = {
  /** Cells of the whole stream. */
  readonly columns: number;
  readonly layout: Layout;
  readonly needs: ColumnNeeds;
  readonly wrap: boolean;
  readonly fields: boolean;
  readonly unfoldAll: boolean;
  readonly remarks: readonly PlacedRemark[];
  readonly breaks: readonly EntryId[];
  readonly repeats: readonly Repeat[];
};
const fits = new WeakMap<readonly EntryId[], { readonly parts: FitParts; readonly fit: Fit }>();

/** Pages without any have the same nothing: a new page alone makes no new fit. */
const NO_REMARKS: readonly PlacedRemark[] = [];
const NO_BREAKS: readonly EntryId[] = [];

function partsOf(state: State): FitParts {
  const { fields, needs, unfoldAll, wrap, page } = state.stream;
  const { columns } = frameOf(state).stream;
  const { layout } = state.looks;
  const remarks = page === undefined || page.remarks.length === 0 ? NO_REMARKS : page.remarks;
  const breaks = page?.context?.breaks ?? NO_BREAKS;
  return { columns, layout, needs, wrap, fields, unfoldAll, remarks, breaks, repeats: repeatsOf(page) };
}

function isSame(one: FitParts, other: FitParts): boolean {
  const isSameShape = one.columns === other.columns && one.needs === other.needs && one.wrap === other.wrap;
  const isSamePage = one.remarks === other.remarks && one.breaks === other.breaks && one.repeats === other.repeats;
  if (one.fields !== other.fields) return false;
  return isSameShape && isSamePage && one.layout === other.layout && one.unfoldAll === other.unfoldAll;
}

function isAmong(breaks: readonly EntryId[]): (entry: LogEntry) => boolean {
  if (breaks.length === 0) return () => false;
  const ids = new Set(breaks);
  return ({ id }) => ids.has(id);
}

function beginsOf(repeats: readonly Repeat[]): Fit["repeatFrom"] {
  if (repeats.length === 0) return () => undefined;
  const byFirst = new Map(repeats.map((repeat) => [repeat.first, repeat]));
  return ({ id }) => byFirst.get(id);
}

/** The lines that an entry takes in the stream, at least one; safe to show, not cut to the width unless wrapped. */
export function linesOf(entry: LogEntry, fit: Fit): readonly string[] {
  if (!fit.wrap) return messageLines(entry, fit).map((line) => visibleLine(line));
  const { lines } = wrapped(entry, fit);
  const said = repeatCells(fit.repeatFrom(entry)) + widthOf(noteOf(entry, fit));
  // What is said of an entry never takes the place of its text.
  return widthOf(lines.at(-1) ?? "") + said > fit.columns ? [...lines, ""] : lines;
}

/** Cells for a blank, a sign and how many entries there are. */
function repeatCells(repeat: Repeat | undefined): number {
  return repeat === undefined ? 0 : 2 + counted(repeat.count).length;
}

/** What the reader must know of the entry beyond its text, after its first line or, wrapped, after its last. */
export function noteOf(entry: LogEntry, fit: Fit): string {
  const { marks } = entry;
  const folded = foldedAway(entry, fit);
  const isPartial = (marks & Mark.partial) !== 0;
  const notes = [
    fit.missingBefore(entry),
    folded > 0 ? `+${counted(folded)} ${folded === 1 ? "line" : "lines"}` : "",
    isCut(entry, fit) ? "more in the detail" : "",
    (marks & Mark.continues) !== 0 && !isPartial ? "goes on below" : "",
    (marks & Mark.notUtf8) !== 0 ? "not UTF-8" : "",
    (marks & Mark.late) !== 0 ? "came late" : "",
    isPartial ? "no line end" : "",
  ].filter((text) => text !== "");
  return notes.length === 0 ? "" : ` [${notes.join(", ")}]`;
}

/** Whether there are lines that the stream leaves out although the entry is unfolded. */
function isCut(entry: LogEntry, fit: Fit): boolean {
  const isLong = entry.message.length > MOST_LINES && fit.isUnfolded(entry);
  if (isLong && entry.message.split("\n", MOST_LINES + 1).length > MOST_LINES) return true;
  return fit.wrap && wrapped(entry, fit).isCut;
}

function wrapped(entry: LogEntry, fit: Fit): { readonly lines: readonly string[]; readonly isCut: boolean } {
  const lines: string[] = [];
  for (const line of messageLines(entry, fit)) {
    const room = MOST_LINES + 1 - lines.length;
    if (room <= 0) break;
    // No character of a line that could still be seen is left out: each takes a cell or joins one that does.
    const head = line.length > room * fit.columns * 2 ? line.slice(0, room * fit.columns * 2) : line;
    lines.push(...wrapToWidth(visibleLine(head), fit.columns, room));
  }
  return { lines: lines.slice(0, MOST_LINES), isCut: lines.length > MOST_LINES };
}

/** How many lines of the stream the entry takes, with the one that says that others are left out behind it. */
export function heightOf(entry: LogEntry, fit: Fit): number {
  return textHeight(entry, fit) + linesBehind(entry, fit);
}

/** Lines behind the text: that of its fields, and the one that says that others are left out. */
export function linesBehind(entry: LogEntry, fit: Fit): number {
  return (fit.fieldLine(entry) === undefined ? 0 : 1) + (fit.isBreakAfter(entry) ? 1 : 0);
}

/** Cheaper than `linesOf` where nothing wraps. */
function textHeight(entry: LogEntry, fit: Fit): number {
  return fit.wrap ? linesOf(entry, fit).length : messageLines(entry, fit).length;
}

/** Lines of the message that folding hides; 0 for an entry of one line. */
export function foldedAway(entry: LogEntry, fit: Fit): number {
  if (fit.isUnfolded(entry)) return 0;
  return entry.message.includes("\n") ? entry.message.split("\n").length - 1 : 0;
}

function messageLines(entry: LogEntry, fit: Fit): readonly string[] {
  if (!entry.message.includes("\n")) return [entry.message];
  const lines = entry.message.split("\n");
  if (fit.isUnfolded(entry)) return lines.slice(0, MOST_LINES);
  return [lines.find((line) => line.trim() !== "") ?? ""];
}
