import { type EntryBatch, NO_RECORD, type RawBatch, type RecordTable } from "../core/batch.js";
import { type Fields, Mark } from "../core/entry.js";
import { LEVEL_UNKNOWN } from "../core/level.js";
import { fieldsAt } from "../core/record-fields.js";
import { micros } from "../core/time.js";
import { addRow, type Columns, markRecord, nameIndex, type Names, newNames } from "./columns.js";
import { guessLevel } from "./level.js";
import type { Decode } from "./line-text.js";
import type { Lines, RawLine } from "./lines.js";
import { factsOf, type RecordFacts, TELLING } from "./record-facts.js";
import { timesTold, timeTold } from "./timeline.js";
import { markBroken } from "./utf8-marks.js";

type Among = { readonly lines: Lines; readonly columns: Columns; readonly records: RecordTable };

/** Reads a record among lines; its text is the message. An entry as it is, never joined. */
export function takeRecord({ lines, columns, records }: Among, raw: RawLine, index: number): void {
  lines.time.receivedAt = raw.receivedAt;
  const when = timeTold(lines.time, micros(records.at[index] ?? 0), columns);
  const { level, ...facts } = factsOf(fieldsAt(records, index) ?? {});
  const judged = level ?? guessLevel(raw.text, 0);
  const guessed = level !== undefined || judged === LEVEL_UNKNOWN ? 0 : Mark.levelGuessed;
  const marks = when.marks | guessed | raw.marks | (raw.isBroken ? Mark.notUtf8 : 0);
  addRow(columns, { ...facts, start: raw.start, end: raw.end, lines: 1, at: when.at, level: judged, marks });
  markRecord(columns, records, index);
  lines.joint = undefined;
  lines.isLastGiven = false;
}

/** Whether there is no line among the records. */
export function isAllRecords({ set }: RecordTable, count: number): boolean {
  for (let row = 0; row < count; row += 1) if (set[row] === NO_RECORD) return false;
  return true;
}

export type RecordReader = {
  /**
   * Reads a batch of nothing but records while no entry is held back. Nothing is copied, and what the shared fields tell
   * is read once. All but their order.
   */
  read(lines: Lines, batch: RawBatch, records: RecordTable): Omit<EntryBatch, "order">;
};

export function createRecordReader(decode: Decode): RecordReader {
  const known = new WeakMap<Fields, RecordFacts>();
  const remembered = (fields: Fields): RecordFacts => {
    let facts = known.get(fields);
    if (facts === undefined) {
      facts = factsOf(fields);
      known.set(fields, facts);
    }
    return facts;
  };

  return {
    read(lines, batch, records) {
      const { bytes, starts, ends, count } = batch;
      const marks = batch.marks?.slice(0, count) ?? new Uint16Array(count);
      lines.time.receivedAt = batch.receivedAt;
      lines.joint = undefined;
      lines.isLastGiven = false;
      timesTold(lines.time, records.at, count, marks);
      const names = newNames();
      const facts = readFacts(records, count, names, remembered);
      for (let row = 0; row < count; row += 1) {
        if (facts.level[row] !== UNTOLD) continue;
        const level = guessLevel(decode(bytes, starts[row] ?? 0, ends[row] ?? 0), 0);
        facts.level[row] = level;
        if (level !== LEVEL_UNKNOWN) marks[row] = (marks[row] ?? 0) | Mark.levelGuessed;
      }
      markBroken(batch, marks);
      return {
        count,
        bytes,
        starts,
        ends,
        lines: new Uint32Array(count).fill(1),
        at: records.at,
        marks,
        ...facts,
        strings: names.strings,
        fields: records,
      };
    },
  };
}

type FactColumns = Pick<EntryBatch, "level" | "format" | "unit" | "identifier" | "host" | "pid">;

/** No level of an entry: the text must be looked at. */
const UNTOLD = 255;

function newFacts(count: number): FactColumns {
  return {
    level: new Uint8Array(count),
    format: new Uint32Array(count),
    unit: new Uint32Array(count),
    identifier: new Uint32Array(count),
    host: new Uint32Array(count),
    pid: new Uint32Array(count),
  };
}

/** By way of the shared fields; where fields of a record's own tell something, row by row. */
function readFacts(
  records: RecordTable,
  count: number,
  names: Names,
  remembered: (fields: Fields) => RecordFacts,
): FactColumns {
  const rows = newFacts(count);
  if (records.own.some(({ name }) => TELLING.has(name))) {
    for (let row = 0; row < count; row += 1) putFacts(rows, row, factsOf(fieldsAt(records, row) ?? {}), names);
    return rows;
  }
  const sets = newFacts(records.shared.length);
  for (const [set, fields] of records.shared.entries()) putFacts(sets, set, remembered(fields), names);
  for (let row = 0; row < count; row += 1) {
    const set = records.set[row] ?? 0;
    rows.level[row] = sets.level[set] ?? UNTOLD;
    rows.format[row] = sets.format[set] ?? 0;
    rows.unit[row] = sets.unit[set] ?? 0;
    rows.identifier[row] = sets.identifier[set] ?? 0;
    rows.host[row] = sets.host[set] ?? 0;
    rows.pid[row] = sets.pid[set] ?? 0;
  }
  return rows;
}

function putFacts(rows: FactColumns, row: number, facts: RecordFacts, names: Names): void {
  rows.level[row] = facts.level ?? UNTOLD;
  rows.format[row] = nameIndex(names, facts.format);
  rows.unit[row] = nameIndex(names, facts.unit);
  rows.identifier[row] = nameIndex(names, facts.identifier);
  rows.host[row] = nameIndex(names, facts.host);
  rows.pid[row] = facts.pid ?? 0;
}
