import type { RawRecord } from "../core/batch.js";
import { type Fields, Mark } from "../core/entry.js";
import { levelNumber, LEVEL_UNKNOWN } from "../core/level.js";
import { NIX_EVENT } from "../nix/shown.js";
import { addRow, type Columns } from "./columns.js";
import { journal } from "./formats/journal.js";
import { kmsg } from "./formats/kmsg.js";
import { nix } from "./formats/nix.js";
import { firstText, JOURNAL_IDENTIFIERS, JOURNAL_PIDS, JOURNAL_UNITS, levelOfPriority } from "./journal-fields.js";
import { guessLevel } from "./level.js";
import type { Lines, RawLine } from "./lines.js";
import { pidOf } from "./tag.js";
import { timeTold } from "./timeline.js";

const PRIORITY = ["PRIORITY"];
const HOST = ["_HOSTNAME"];
/** Records straight from the kernel carry the journal's names and, as only they do, this. */
const KERNEL_MARK = "MONOTONIC_USEC";

/** Reads a record that came with its time and fields; its text is the message. An entry as it is, never joined. */
export function takeRecord(lines: Lines, columns: Columns, raw: RawLine, { at, fields }: RawRecord): void {
  lines.time.receivedAt = raw.receivedAt;
  const when = timeTold(lines.time, at, columns);
  const { level, guessed } = levelOf(fields, raw.text);
  addRow(columns, {
    start: raw.start,
    end: raw.end,
    lines: 1,
    at: when.at,
    level,
    marks: when.marks | guessed | raw.marks | (raw.isBroken ? Mark.notUtf8 : 0),
    format: formatOf(fields),
    unit: firstText(fields, JOURNAL_UNITS),
    identifier: firstText(fields, JOURNAL_IDENTIFIERS),
    host: firstText(fields, HOST),
    pid: pidOf(firstText(fields, JOURNAL_PIDS)),
    fields,
  });
  lines.joint = undefined;
  lines.isLastGiven = false;
}

function formatOf(fields: Fields): string {
  if (Object.hasOwn(fields, KERNEL_MARK)) return kmsg.name;
  return Object.hasOwn(fields, NIX_EVENT) ? nix.name : journal.name;
}

function levelOf(fields: Fields, text: string): { readonly level: number; readonly guessed: number } {
  const level = levelOfPriority(firstText(fields, PRIORITY));
  if (level !== undefined) return { level: levelNumber(level), guessed: 0 };
  const number = guessLevel(text, 0);
  return { level: number, guessed: number === LEVEL_UNKNOWN ? 0 : Mark.levelGuessed };
}
