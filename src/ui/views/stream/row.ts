import { type ColumnNeeds, labelIn, type StreamColumns } from "../../../app/stream/columns.js";
import { type LogEntry, Mark } from "../../../core/entry.js";
import { type Level, levelNumber } from "../../../core/level.js";
import type { Repeat } from "../../../core/ports.js";
import { counted } from "../../../lib/counted.js";
import { visible, visibleAscii } from "../../../lib/visible.js";
import { cutToWidth, padToWidth, widthOf } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import { type Glyphs, levelWord } from "../../glyphs.js";
import { highlighted, type Highlights } from "./highlight.js";
import { type Segment, segmentsWidth, sliceSegments } from "../../segment.js";
import { timeText, type ZoneOffset } from "../../time-text.js";

/** How rows are drawn at the moment. A new object means that nothing drawn before may be used again. */
export type RowLook = {
  readonly columns: StreamColumns;
  readonly glyphs: Glyphs;
  readonly ascii: boolean;
  readonly zone: ZoneOffset;
  /** Cells that messages are moved to the left; 0 when they wrap. */
  readonly sideways: number;
  readonly needs: ColumnNeeds;
  readonly highlights: Highlights;
};

/** One line of an entry, as the layout has it. */
export type RowContent = {
  readonly entry: LogEntry;
  /** Which line of the entry, from 0, and its text as the layout gives it. */
  readonly line: number;
  readonly text: string;
  /** What there is to say of the entry on this line; empty on most. */
  readonly note: string;
  /** The run of repeats that begins with the entry; undefined for most. */
  readonly repeat: Repeat | undefined;
  readonly isCursor: boolean;
  readonly isMarked: boolean;
  readonly isSelected: boolean;
  /** Only there because it is near a line that matches. */
  readonly isBeside: boolean;
  /** Would be hidden by the filter that is being typed. */
  readonly isLeaving: boolean;
  /** The first entry of a day that another precedes. */
  readonly isNewDay: boolean;
};

const LEVEL_ROLES: readonly Role[] = [
  "level.emergency",
  "level.alert",
  "level.critical",
  "level.error",
  "level.warning",
  "level.notice",
  "level.info",
  "level.debug",
  "level.unknown",
];
const WARNING = 4;
const DEBUG = 7;
/** A wide character that is cut, and marks on top of one letter, make a cell of up to this many code units. */
const UNITS_PER_CELL = 10;

export function levelRole(level: Level | undefined): Role {
  return LEVEL_ROLES[levelNumber(level)] ?? "level.unknown";
}

/** The row's cells from the gutter up to the message's end; never wider than the columns together. */
export function rowSegments(content: RowContent, look: RowLook): readonly Segment[] {
  const { columns } = look;
  const head = content.line === 0 ? headSegments(content, look) : [blank(headWidth(columns))];
  const message = messageSegments(content, look);
  const own = content.isBeside ? [...head.map(receding), ...message.map(dimmed)] : [...head, ...message];
  const segments = [gutterSegment(content, look.glyphs), ...own];
  if (content.isLeaving) return segments.map(({ text }) => ({ text, role: "dim" }));
  return content.isCursor ? segments.map(currentMatch) : segments;
}

/** Beside a match only the level keeps its colour. */
function receding(segment: Segment): Segment {
  return segment.role.startsWith("level.") ? segment : { ...segment, role: "dim" };
}

function dimmed(segment: Segment): Segment {
  return segment.role === "match" ? segment : { ...segment, role: "dim" };
}

/** The match one is on looks other than those around it. */
function currentMatch(segment: Segment): Segment {
  return segment.role === "match" ? { ...segment, role: "match.current" } : segment;
}

/** Cells between the gutter and the message. */
export function headWidth(columns: StreamColumns): number {
  const { time, level, label } = columns;
  return [time, level, label].reduce((sum, cells) => sum + (cells > 0 ? cells + 1 : 0), 0);
}

function gutterSegment({ isCursor, isMarked, isSelected }: RowContent, glyphs: Glyphs): Segment {
  if (isMarked) return { text: glyphs.mark, role: "mark" };
  if (isSelected && !isCursor) return { text: glyphs.vertical, role: "accent" };
  return isCursor ? { text: glyphs.cursor, role: "accent" } : blank(1);
}

function headSegments({ entry, isNewDay }: RowContent, look: RowLook): readonly Segment[] {
  const { columns } = look;
  const segments: Segment[] = [];
  if (columns.time > 0) {
    const time = timeText(entry.at, look.zone, { width: columns.time, newDay: isNewDay });
    segments.push({ text: time, role: isNewDay ? "accent" : "time" }, { text: timeSign(entry.marks), role: "gap" });
  }
  if (columns.level > 0) segments.push({ text: levelText(entry, look), role: levelRole(entry.level) }, blank(1));
  if (columns.label === 0) return segments;
  const label = cell(shown(labelIn(entry, look.needs), look.ascii), columns.label, look.glyphs.ellipsis);
  return [...segments, { text: label, role: entry.unit === undefined ? "source" : "unit" }, blank(1)];
}

/** `~`: not in the record, so that of the entry before or of its arrival; `!`: ahead of the clock. */
function timeSign(marks: number): string {
  if ((marks & Mark.timeFuture) !== 0) return "!";
  return (marks & (Mark.timeInherited | Mark.timeReceived)) !== 0 ? "~" : " ";
}

function levelText(entry: LogEntry, look: RowLook): string {
  const isGuessed = (entry.marks & Mark.levelGuessed) !== 0;
  if (look.columns.level >= 5) return levelWord(entry.level, isGuessed).padEnd(look.columns.level);
  const glyphs = isGuessed ? look.glyphs.guessed : look.glyphs.levels;
  return glyphs[levelNumber(entry.level)] ?? " ";
}

function messageSegments(content: RowContent, look: RowLook): readonly Segment[] {
  const width = look.columns.message;
  const { note, repeat } = content;
  if (note === "" && repeat === undefined) return fitted(content, look, width);
  const count = repeat === undefined ? "" : repeatText(repeat, look.glyphs);
  const message = fitted(content, look, Math.max(0, width - widthOf(count) - widthOf(note)));
  const left = Math.max(0, width - segmentsWidth(message));
  const rest = Math.max(0, left - widthOf(count));
  return [
    ...message,
    ...(count === "" ? [] : [{ text: cutToWidth(count, left, look.glyphs.ellipsis), role: "accent" as const }]),
    ...(note === "" ? [] : [{ text: cutToWidth(note, rest, look.glyphs.ellipsis), role: "gap" as const }]),
  ];
}

/** How often the line was repeated; before all of them, where they are shown. */
function repeatText({ count, isOpen }: Repeat, glyphs: Glyphs): string {
  return ` ${isOpen ? glyphs.open : glyphs.times}${counted(count)}`;
}

function fitted({ entry, text }: RowContent, look: RowLook, room: number): readonly Segment[] {
  const most = (look.sideways + room + 2) * UNITS_PER_CELL;
  const head = text.length > most ? text.slice(0, most) : text;
  const segments = highlighted(head, messageRole(entry.level), look.highlights).map((segment) =>
    look.ascii ? { ...segment, text: visibleAscii(segment.text) } : segment,
  );
  const total = segmentsWidth(segments);
  const isLonger = total - look.sideways > room || head.length < text.length;
  if (look.sideways === 0 && !isLonger) return segments;
  const left = look.sideways > 0 && total > 0 ? look.glyphs.cutLeft : "";
  const right = isLonger ? look.glyphs.ellipsis : "";
  const from = look.sideways + left.length;
  const to = look.sideways + room - right.length;
  const sides = (sign: string): readonly Segment[] => (sign === "" ? [] : [{ text: sign, role: "gap" }]);
  if (to <= from) return sides(left).slice(0, room);
  return [...sides(left), ...sliceSegments(segments, from, to), ...sides(right)];
}

function messageRole(level: Level | undefined): Role {
  const number = levelNumber(level);
  if (number <= WARNING) return LEVEL_ROLES[number] ?? "text";
  return number === DEBUG ? "dim" : "text";
}

/** Text of the log in exactly so many cells. */
function cell(text: string, width: number, ellipsis: string): string {
  return padToWidth(cutToWidth(text, width, ellipsis), width);
}

function shown(text: string, ascii: boolean): string {
  return ascii ? visibleAscii(text) : visible(text);
}

function blank(cells: number): Segment {
  return { text: " ".repeat(cells), role: "text" };
}
