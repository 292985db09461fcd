import { Mark } from "../core/entry.js";
import { levelNumber, LEVEL_UNKNOWN } from "../core/level.js";
import type { LocalOffset, Micros } from "../core/time.js";
import { isIndented } from "./block.js";
import { addRow, type Columns } from "./columns.js";
import { createDetector, type Detector, type Reading } from "./detect.js";
import type { Joining } from "./format.js";
import { plain } from "./formats/plain.js";
import { guessLevel } from "./level.js";
import { levelOfLine } from "./level-stems.js";
import { beginJoint, continueJoint, isFull, type Joint } from "./multiline.js";
import { newTimeline, type Timeline, timeTold, timeUntold, type When } from "./timeline.js";

/** One record as the source gave it, with its place in the bytes of the batch being made. */
export type RawLine = {
  readonly text: string;
  /** Where its bytes came from: they begin at `at` of `source`. */
  readonly source: Uint8Array;
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly marks: number;
  readonly isBroken: boolean;
  readonly receivedAt: Micros;
};

/** What is remembered of the lines of one source so far. */
export type Lines = {
  readonly time: Timeline;
  readonly detector: Detector;
  /** How the last entry may go on; undefined when it cannot. */
  joint: Joint | undefined;
  /** The last entry has left the parser: what still belongs to it comes too late. */
  isLastGiven: boolean;
  /** The last record was a piece of a line that goes on in the next record. */
  isOpen: boolean;
  /** Level, marks and origin of the last entry, which the pieces of its line share. */
  last: Origin;
  format(): string;
};

type Origin = {
  readonly level: number;
  /** Mark.levelGuessed or 0. */
  readonly guessed: number;
  readonly unit: string | undefined;
  readonly identifier: string | undefined;
  readonly host: string | undefined;
  readonly pid: number | undefined;
};

const NO_ORIGIN: Origin = {
  level: LEVEL_UNKNOWN,
  guessed: 0,
  unit: undefined,
  identifier: undefined,
  host: undefined,
  pid: undefined,
};

/** Only the beginning of a long block can still tell its level. */
const LEVEL_WITHIN_LINES = 50;

export function newLines(localOffset: LocalOffset): Lines {
  const detector = createDetector();
  return {
    time: newTimeline(localOffset),
    detector,
    joint: undefined,
    isLastGiven: false,
    isOpen: false,
    last: NO_ORIGIN,
    format: () => detector.current().name,
  };
}

/** Reads one line: a new entry, or more of the last one. */
export function takeLine(lines: Lines, columns: Columns, raw: RawLine): void {
  const { time, detector } = lines;
  time.receivedAt = raw.receivedAt;
  const wasOpen = lines.isOpen;
  lines.isOpen = (raw.marks & Mark.continues) !== 0;
  if (wasOpen) {
    addPiece(lines, columns, raw);
    return;
  }
  const reading = detector.read(raw.text, time);
  if (reading !== undefined) addEntry(lines, columns, raw, reading);
  else if (!joinLast(lines, columns, raw)) {
    detector.miss();
    addPlain(lines, columns, raw, 0);
    begin(lines, raw, "blocks");
  }
  if ((raw.marks & (Mark.continues | Mark.partial)) === 0) return;
  // Nothing is held behind which no line end lies.
  lines.joint = undefined;
  time.isLeading = false;
}

function addEntry(lines: Lines, columns: Columns, raw: RawLine, { format, parsed }: Reading): void {
  const when = parsed.at === undefined ? timeUntold(lines.time, columns) : timeTold(lines.time, parsed.at, columns);
  const { level, message, unit, identifier, host, pid } = parsed;
  const told = level === undefined ? LEVEL_UNKNOWN : levelNumber(level);
  const guess =
    level !== undefined ? LEVEL_UNKNOWN : typeof message === "string" ? guessLevel(message, 0) : judge(raw, message);
  const guessed = guess === LEVEL_UNKNOWN ? 0 : Mark.levelGuessed;
  lines.last = { level: guessed === 0 ? told : guess, guessed, unit, identifier, host, pid };
  add(columns, raw, lines.last, { format: format.name, at: when.at, marks: when.marks });
  begin(lines, raw, format.multiline);
}

function addPlain(lines: Lines, columns: Columns, raw: RawLine, marks: number): void {
  const when = timeUntold(lines.time, columns);
  const level = judge(raw, 0);
  lines.last = { ...NO_ORIGIN, level, guessed: level === LEVEL_UNKNOWN ? 0 : Mark.levelGuessed };
  add(columns, raw, lines.last, { format: plain.name, at: when.at, marks: marks | when.marks });
}

/** The rest of a line whose first piece was read: it shares what that piece said. */
function addPiece(lines: Lines, columns: Columns, raw: RawLine): void {
  const when = timeUntold(lines.time, columns);
  add(columns, raw, lines.last, { format: plain.name, at: when.at, marks: when.marks });
  lines.joint = undefined;
}

/** False when the line is not part of the last entry. */
function joinLast(lines: Lines, columns: Columns, raw: RawLine): boolean {
  const { joint } = lines;
  if (joint === undefined || (raw.marks & Mark.continues) !== 0) return false;
  const isAnyOrNone = joint.joining === "any" && lines.detector.current() === plain;
  const next = continueJoint(isAnyOrNone ? { ...joint, joining: "blocks" } : joint, raw.text, raw.end - raw.start);
  if (next === undefined) return false;
  if (next.block === "none" && raw.text !== "" && !isIndented(raw.text)) lines.detector.miss();
  if (lines.isLastGiven || isFull(next)) {
    addPlain(lines, columns, raw, Mark.late);
    lines.joint = { ...next, lines: 1, bytes: raw.end - raw.start };
    lines.isLastGiven = false;
    return true;
  }
  lines.joint = next;
  extend(columns, raw, next);
  return true;
}

function extend(columns: Columns, raw: RawLine, joint: Joint): void {
  const row = columns.count - 1;
  columns.ends[row] = raw.end;
  columns.lines[row] = joint.lines;
  const marks = ((columns.marks[row] ?? 0) & ~Mark.crlf) | raw.marks | (raw.isBroken ? Mark.notUtf8 : 0);
  columns.marks[row] = marks;
  // Where a format reads the head, the head alone tells the level; in plain text the block under it may.
  if (columns.level[row] !== LEVEL_UNKNOWN || joint.joining !== "blocks" || joint.lines > LEVEL_WITHIN_LINES) return;
  const level = judge(raw, 0);
  if (level === LEVEL_UNKNOWN) return;
  columns.level[row] = level;
  columns.marks[row] = marks | Mark.levelGuessed;
}

type Told = When & { readonly format: string };

function add(columns: Columns, raw: RawLine, origin: Origin, { format, at, marks }: Told): void {
  addRow(columns, {
    start: raw.start,
    end: raw.end,
    lines: 1,
    at,
    level: origin.level,
    marks: marks | origin.guessed | raw.marks | (raw.isBroken ? Mark.notUtf8 : 0),
    format,
    unit: origin.unit,
    identifier: origin.identifier,
    host: origin.host,
    pid: origin.pid,
  });
}

/** The level that the words of a line suggest from this index of its text on. */
function judge({ text, source, at, start, end }: RawLine, from: number): number {
  return levelOfLine({ text, bytes: source, at, end: at + end - start }, from);
}

function begin(lines: Lines, raw: RawLine, joining: Joining | undefined): void {
  lines.joint = beginJoint(joining, raw.text, raw.end - raw.start);
  lines.isLastGiven = false;
}
