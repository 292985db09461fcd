import type { RawRecord } from "../core/batch.js";
import { type Fields, Mark } from "../core/entry.js";
import { type Level, levelNumber, LEVEL_UNKNOWN } from "../core/level.js";
import { addRow, type Columns } from "./columns.js";
import type { ParsedLine } from "./format.js";
import { journal } from "./formats/journal.js";
import { kmsg } from "./formats/kmsg.js";
import { firstText, JOURNAL_IDENTIFIERS, JOURNAL_PIDS, JOURNAL_UNITS, levelOfPriority } from "./journal-fields.js";
import { guessLevel } from "./level.js";
import type { Lines, RawLine } from "./lines.js";
import { pidOf } from "./tag.js";
import { timeTold } from "./timeline.js";

const PRIORITY = ["PRIORITY"];
const HOST = ["_HOSTNAME"];
/** Every record of the journal has one of these; nothing else has. */
const JOURNAL_MARKS = ["_BOOT_ID", "_TRANSPORT", "_MACHINE_ID", "__REALTIME_TIMESTAMP", "__CURSOR"];

/** Reads a record that came with its time and fields: an entry as it is, never joined to another. */
export function takeRecord(lines: Lines, columns: Columns, raw: RawLine, record: RawRecord): void {
  lines.time.receivedAt = raw.receivedAt;
  const when = timeTold(lines.time, record.at, columns);
  const own = originOf(record.fields);
  const said = isOfJournal(record.fields) ? undefined : kmsg.parse(raw.text, lines.time);
  const { level, guessed } = levelOf(raw.text, said, own.level);
  addRow(columns, {
    start: raw.start,
    end: raw.end,
    lines: 1,
    at: when.at,
    level,
    marks: when.marks | guessed | raw.marks | (raw.isBroken ? Mark.notUtf8 : 0),
    format: said === undefined ? journal.name : kmsg.name,
    unit: own.unit,
    identifier: own.identifier ?? said?.identifier,
    host: own.host,
    pid: own.pid ?? said?.pid,
    fields: record.fields,
  });
  lines.joint = undefined;
  lines.isLastGiven = false;
}

function levelOf(
  text: string,
  said: ParsedLine | undefined,
  own: Level | undefined,
): { readonly level: number; readonly guessed: number } {
  const level = said?.level ?? own;
  if (level !== undefined) return { level: levelNumber(level), guessed: 0 };
  const number = guessLevel(text, 0);
  return { level: number, guessed: number === LEVEL_UNKNOWN ? 0 : Mark.levelGuessed };
}

function isOfJournal(fields: Fields): boolean {
  return JOURNAL_MARKS.some((name) => Object.hasOwn(fields, name));
}

function originOf(fields: Fields): {
  readonly level: Level | undefined;
  readonly unit: string | undefined;
  readonly identifier: string | undefined;
  readonly host: string | undefined;
  readonly pid: number | undefined;
} {
  return {
    level: levelOfPriority(firstText(fields, PRIORITY)),
    unit: firstText(fields, JOURNAL_UNITS),
    identifier: firstText(fields, JOURNAL_IDENTIFIERS),
    host: firstText(fields, HOST),
    pid: pidOf(firstText(fields, JOURNAL_PIDS)),
  };
}
