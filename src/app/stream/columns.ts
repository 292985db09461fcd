import { type LogEntry, Mark } from "../../core/entry.js";
import { type Micros, MICROS_PER_HOUR, MICROS_PER_SECOND } from "../../core/time.js";
import { visible } from "../../lib/visible.js";
import { widthOf } from "../../lib/width.js";
import { DEFAULT_LAYOUT, type Layout } from "../looks/layout.js";
import type { State } from "../state.js";
import { labelOf, shortName, writerOf } from "./label.js";

/**
 * What the lines seen so far need room for. It only grows: columns that shrank again while one reads would move the
 * text under the eye.
 */
export type ColumnNeeds = {
  /** Cells of the widest label, in steps, so that not every new name moves the messages. */
  readonly label: number;
  /** The first source; `isMixed` once there was another, when lines that name no writer must name their source. */
  readonly source: string | undefined;
  readonly isMixed: boolean;
  /** The first host, and whether there was another. */
  readonly host: string | undefined;
  readonly hasHosts: boolean;
  /** Times within a second, and times that are not of today. */
  readonly fraction: boolean;
  readonly date: boolean;
};

/** Before anything was seen. */
export const NO_NEEDS: ColumnNeeds = {
  label: 0,
  source: undefined,
  isMixed: false,
  host: undefined,
  hasHosts: false,
  fraction: false,
  date: false,
};

/** Widest of all labels; what is longer is cut. */
const WIDEST_LABEL = 24;
const LABEL_STEP = 4;
/** A clock alone is enough for what is not older than this: a new day is marked where it begins. */
const RECENT = 18 * MICROS_PER_HOUR;

/** The needs with those of a new page; the same object where nothing is new. */
export function grownNeeds(needs: ColumnNeeds, entries: readonly LogEntry[], now: Micros): ColumnNeeds {
  const source = needs.source ?? entries[0]?.source;
  const host = needs.host ?? entries.find((entry) => entry.host !== undefined)?.host;
  const grown: ColumnNeeds = {
    label: needs.label,
    source,
    isMixed: needs.isMixed || entries.some((entry) => entry.source !== source),
    host,
    hasHosts: needs.hasHosts || entries.some((entry) => (entry.host ?? host) !== host),
    fraction: needs.fraction || entries.some(hasFraction),
    date: needs.date || entries.some(({ at }) => Math.abs(now - at) > RECENT),
  };
  const label = Math.max(needs.label, labelCells(entries, grown));
  return isSame(needs, { ...grown, label }) ? needs : { ...grown, label };
}

function hasFraction({ at, marks }: LogEntry): boolean {
  return at % MICROS_PER_SECOND !== 0 && (marks & Mark.timeReceived) === 0;
}

function labelCells(entries: readonly LogEntry[], needs: ColumnNeeds): number {
  const widest = entries.reduce((most, entry) => Math.max(most, widthOf(visible(labelIn(entry, needs)))), 0);
  return Math.min(WIDEST_LABEL, Math.ceil(widest / LABEL_STEP) * LABEL_STEP);
}

function isSame(one: ColumnNeeds, other: ColumnNeeds): boolean {
  const isSameLabel = one.label === other.label && one.isMixed === other.isMixed && one.hasHosts === other.hasHosts;
  const isSameTime = one.fraction === other.fraction && one.date === other.date;
  return isSameLabel && isSameTime && one.source === other.source && one.host === other.host;
}

/** The label as the stream shows it; empty where it would only repeat what the header says. */
export function labelIn(entry: LogEntry, needs: ColumnNeeds): string {
  const host = needs.hasHosts && entry.host !== undefined ? `${entry.host}:` : "";
  return host + shortName(needs.isMixed ? labelOf(entry) : (writerOf(entry) ?? ""));
}

/** Takes in what the page needs, when it is a new one. */
export function growColumns(before: State, state: State, now: Micros): State {
  const { page, needs } = state.stream;
  if (page === undefined || page === before.stream.page) return state;
  const isMixed = needs.isMixed || (state.engine?.sources.length ?? 0) > 1;
  const grown = grownNeeds(isMixed === needs.isMixed ? needs : { ...needs, isMixed }, page.entries, now);
  return grown === needs ? state : { ...state, stream: { ...state.stream, needs: grown } };
}

/**
 * Widths of the stream's columns, in this order on the screen with one blank between them: gutter (cursor and bookmark),
 * time, level, label (unit or source), message, scrollbar. `time` is 8 (`21:58:03`), 12 (with milliseconds), 15 (with
 * the date) or 19 (with both), `level` 1 (a glyph) or 5 (a word); each is 0 where the layout has it not, `label` also where there
 * is nothing to say.
 */
export type StreamColumns = {
  readonly gutter: number;
  readonly time: number;
  readonly level: number;
  readonly label: number;
  readonly message: number;
  readonly scrollbar: number;
};

const CLOCK = 8;
const FRACTION = 4;
const DATE = 7;

/** The columns of a stream so many cells wide. */
export function streamColumns(width: number, needs: ColumnNeeds, layout: Layout = DEFAULT_LAYOUT): StreamColumns {
  const gutter = 1;
  const scrollbar = 1;
  const time = timeColumns(width, needs, layout);
  const level = levelColumns(width, layout);
  const label = labelColumns(width, needs, layout);
  // A blank behind each of them, and one before the scrollbar.
  const gaps = [time, level, label].filter((cells) => cells > 0).length + 1;
  const message = Math.max(1, width - gutter - time - level - label - scrollbar - gaps);
  return { gutter, time, level, label, message, scrollbar };
}

/** Where not both have room the date goes before the milliseconds. */
function timeColumns(width: number, { date, fraction }: ColumnNeeds, { time }: Layout): number {
  if (time === "none") return 0;
  if (time === "clock" || width < 80) return CLOCK;
  if (time === "full" && width >= 100) return CLOCK + DATE + FRACTION;
  const dated = CLOCK + (date ? DATE : 0);
  return fraction && (width >= 100 || !date) ? dated + FRACTION : dated;
}

function levelColumns(width: number, { level }: Layout): number {
  if (level === "none") return 0;
  if (level === "usual") return width < 100 ? 1 : 5;
  return level === "word" && width >= 80 ? 5 : 1;
}

function labelColumns(width: number, needs: ColumnNeeds, { label }: Layout): number {
  if (label === "none") return 0;
  if (label === "wide" && width >= 80) return needs.label;
  return Math.min(needs.label, width < 80 ? 10 : width < 100 ? 14 : width < 160 ? 20 : WIDEST_LABEL);
}
