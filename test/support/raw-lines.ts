import { type EntryBatch, NO_RECORD, type RawBatch, type RawRecord, type RecordTable } from "../../src/core/batch.js";
import { LEVELS } from "../../src/core/level.js";
import { pickRows } from "../../src/core/record-fields.js";
import { type LocalOffset, type Micros, micros } from "../../src/core/time.js";
import { createParser, type Parser } from "../../src/parse/parser.js";

/** When the samples of the formats arrive: 2026-11-21T12:00:00Z. */
export const RECEIVED = micros(Date.UTC(2026, 10, 21, 12) * 1000);
export const UTC: LocalOffset = () => 0;

const decode = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.prototype.utf8Slice.call(bytes, start, end);

/** The lines of a file as a source gives them; line ends are left out of the ranges, as in `RawBatch`. */
export function rawBatch(text: string | Uint8Array, receivedAt: Micros = RECEIVED): RawBatch {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(10, at);
    const stop = newline === -1 ? bytes.length : newline;
    starts.push(at);
    ends.push(newline > at && bytes[newline - 1] === 13 ? stop - 1 : stop);
    at = stop + 1;
  }
  const ranges = { starts: Uint32Array.from(starts), ends: Uint32Array.from(ends), count: starts.length };
  return { bytes, ...ranges, marks: undefined, records: undefined, receivedAt };
}

/** Records with their fields, as the journal source gives them. */
export function structuredBatch(records: readonly (RawRecord & { readonly text: string })[]): RawBatch {
  return { ...rawBatch(records.map(({ text }) => `${text}\n`).join("")), records: recordTable(records) };
}

/** Each record's fields as a set of their own; undefined is a line. */
function recordTable(records: readonly (RawRecord | undefined)[]): RecordTable {
  return {
    at: Float64Array.from(records, (record) => record?.at ?? 0),
    set: Uint32Array.from(records, (record, index) => (record === undefined ? NO_RECORD : index)),
    shared: records.map((record) => record?.fields ?? {}),
    own: [],
  };
}

function cutTable(table: RecordTable, from: number, to: number): RecordTable {
  const rows = Int32Array.from({ length: to - from }, (_, row) => from + row);
  return { ...pickRows(table, rows), at: table.at.slice(from, to) };
}

/** The batch cut in pieces before the lines with these indexes. */
export function cutBatch(batch: RawBatch, cuts: readonly number[]): RawBatch[] {
  const edges = [0, ...[...new Set(cuts)].filter((cut) => cut > 0 && cut < batch.count).toSorted((a, b) => a - b)];
  return edges.map((from, index) => {
    const to = edges[index + 1] ?? batch.count;
    const start = batch.starts[from] ?? 0;
    const end = to < batch.count ? (batch.starts[to] ?? 0) : batch.bytes.length;
    return {
      ...batch,
      bytes: batch.bytes.slice(start, end),
      starts: batch.starts.slice(from, to).map((at) => at - start),
      ends: batch.ends.slice(from, to).map((at) => at - start),
      marks: batch.marks?.slice(from, to),
      records: batch.records === undefined ? undefined : cutTable(batch.records, from, to),
      count: to - from,
    };
  });
}

/** A parsed entry, columns undone, for comparisons. */
export type Entry = {
  readonly text: string;
  readonly format: string;
  readonly at: number;
  readonly order: number;
  readonly level: string | undefined;
  readonly marks: number;
  readonly lines: number;
  readonly unit: string;
  readonly identifier: string;
  readonly host: string;
  readonly pid: number;
};

export function entriesOf(batches: readonly (EntryBatch | undefined)[]): Entry[] {
  return batches.flatMap((batch) =>
    batch === undefined ? [] : Array.from({ length: batch.count }, (_, index) => entryAt(batch, index)),
  );
}

function entryAt(batch: EntryBatch, index: number): Entry {
  const name = (column: Uint32Array) => batch.strings[column[index] ?? -1] ?? "missing";
  return {
    text: decode(batch.bytes, batch.starts[index] ?? 0, batch.ends[index] ?? 0),
    format: name(batch.format),
    at: batch.at[index] ?? Number.NaN,
    order: batch.order[index] ?? Number.NaN,
    level: LEVELS[batch.level[index] ?? -1],
    marks: batch.marks[index] ?? -1,
    lines: batch.lines[index] ?? -1,
    unit: name(batch.unit),
    identifier: name(batch.identifier),
    host: name(batch.host),
    pid: batch.pid[index] ?? -1,
  };
}

export function newParser(localOffset: LocalOffset = UTC, lastOrder?: Micros): Parser {
  return createParser({ localOffset, decode, lastOrder });
}

/** Everything that a parser makes of a text. */
export function parseAll(text: string | Uint8Array, localOffset: LocalOffset = UTC, receivedAt?: Micros): Entry[] {
  const parser = newParser(localOffset);
  return entriesOf([parser.push(rawBatch(text, receivedAt)), parser.flush()]);
}

/** The clock of a zone of the tz database, resolved as `LocalOffset` demands. */
export function zoneOffset(zone: string): LocalOffset {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const offsetAt = (utc: number) => {
    const name = format.formatToParts(utc / 1000).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return hours === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60e6;
  };
  return (civil) => {
    const before = offsetAt(civil - 86_400e6);
    const after = offsetAt(civil + 86_400e6);
    if (before === after || offsetAt(civil - before) === before) return before;
    return offsetAt(civil - after) === after ? after : before;
  };
}
