import { type EntryBatch, NO_RECORD } from "../../core/batch.js";
import {
  type Category,
  entryId,
  type FieldValue,
  type EntryParts,
  type Fields,
  LINELESS_FORMATS,
  type LogEntry,
  Mark,
  type SourceId,
} from "../../core/entry.js";
import { levelOf, LEVEL_UNKNOWN } from "../../core/level.js";
import { fieldsAt } from "../../core/record-fields.js";
import type { Matchable } from "../../core/query/matchable.js";
import { ownField } from "../../core/query/match/own-field.js";
import { askedIn, type FieldLookup, lookupIn } from "../../core/query/match/record-field.js";
import { createUnitLookup } from "../../core/query/match/record-units.js";
import { isEventField, unitEvent } from "../../core/systemd/unit-event.js";
import { namesUnits, unitsIn } from "../../core/systemd/unit-names.js";
import { micros } from "../../core/time.js";
import { categorise } from "../../parse/category.js";
import { describe } from "../../parse/describe.js";
import { decodeUtf8 } from "./decode.js";

/** One row of a batch at a time, as a predicate asks it; text, message and fields are made when first asked for. */
export type BatchRow = Matchable & {
  /** Stands on another row. Rows of a source must come in order, each once: their ids and lines are counted here. */
  move(batch: EntryBatch, index: number): void;
  /** The row as an entry of its own, with what is asked for of it. */
  entry(parts?: EntryParts): LogEntry;
};

/** Ordinal and 1-based line number of the first row that will be moved to. */
export type RowStart = { readonly nextOrdinal: number; readonly nextLine: number };

/** `number` is the source's place among the sources: the ids it gives are unique among them. */
export function createBatchRow(
  source: SourceId,
  number: number,
  start: RowStart = { nextOrdinal: 0, nextLine: 1 },
): BatchRow {
  const place: Place = {
    source,
    number,
    batch: EMPTY,
    index: 0,
    ordinal: start.nextOrdinal - 1,
    line: start.nextLine,
    nextLine: start.nextLine,
    text: undefined,
    described: undefined,
    lookup: undefined,
    units: undefined,
  };
  return {
    text: () => textOf(place),
    message: () => messageOf(place),
    level: () => levelAt(place),
    at: () => place.batch.at[place.index] ?? 0,
    field: (name) => fieldOf(place, name),
    units: () => unitsAt(place),
    move: (batch, index) => moveTo(place, batch, index),
    entry: (parts = "whole") => entryOf(place, parts),
  };
}

type Described = { readonly message: string; readonly fields: Fields };

type Place = {
  readonly source: SourceId;
  readonly number: number;
  batch: EntryBatch;
  index: number;
  ordinal: number;
  line: number;
  nextLine: number;
  text: string | undefined;
  described: Described | undefined;
  /** Into the fields of the batch's records. */
  lookup: FieldLookup | undefined;
  units: ((row: number) => readonly string[]) | undefined;
};

function moveTo(place: Place, batch: EntryBatch, index: number): void {
  if (batch !== place.batch) {
    place.lookup = undefined;
    place.units = undefined;
  }
  place.batch = batch;
  place.index = index;
  place.text = undefined;
  place.described = undefined;
  place.ordinal += 1;
  place.line = place.nextLine;
  // A piece of a line that goes on is followed by more of the same line.
  const goesOn = ((batch.marks[index] ?? 0) & Mark.continues) !== 0;
  place.nextLine = place.line + (batch.lines[index] ?? 1) - (goesOn ? 1 : 0);
}

function textOf(place: Place): string {
  const { batch, index } = place;
  return (place.text ??= decodeUtf8(batch.bytes, batch.starts[index] ?? 0, batch.ends[index] ?? 0));
}

function descriptionOf(place: Place): Described {
  return (place.described ??= describe(formatOf(place), textOf(place), structuredOf(place)));
}

/** A copy: the batch's memory is as large as all its records. */
function bytesOf({ batch, index }: Place): Uint8Array {
  return batch.bytes.slice(batch.starts[index] ?? 0, batch.ends[index] ?? 0);
}

function structuredOf({ batch, index }: Place): Fields | undefined {
  return batch.fields === undefined ? undefined : fieldsAt(batch.fields, index);
}

/** A record's message needs none of its fields, but does not follow from the text alone. */
function messageOf(place: Place): string {
  const { batch, index, described } = place;
  const shared = described === undefined ? batch.fields?.shared[batch.fields.set[index] ?? NO_RECORD] : undefined;
  return shared === undefined ? descriptionOf(place).message : describe(formatOf(place), textOf(place), shared).message;
}

/** Of a record's fields only the one is made. */
function recordField(place: Place, name: string): FieldValue | undefined {
  const { batch, index } = place;
  if (batch.fields === undefined || batch.fields.set[index] === NO_RECORD) {
    return ownField(descriptionOf(place).fields, name);
  }
  place.lookup ??= lookupIn(batch.fields);
  return place.lookup(index, name);
}

function unitsAt(place: Place): readonly string[] {
  const { batch, index } = place;
  if (!namesUnits(formatOf(place))) return [];
  if (batch.fields === undefined || batch.fields.set[index] === NO_RECORD) {
    return unitsIn((name) => recordField(place, name));
  }
  place.units ??= createUnitLookup(askedIn(batch.fields));
  return place.units(index);
}

function nameIn(place: Place, column: Uint32Array): string | undefined {
  const at = column[place.index] ?? 0;
  return at === 0 ? undefined : place.batch.strings[at];
}

function formatOf(place: Place): string {
  return nameIn(place, place.batch.format) ?? "plain";
}

function levelAt(place: Place): number {
  return place.batch.level[place.index] ?? LEVEL_UNKNOWN;
}

function pidOf(place: Place): number | undefined {
  const pid = place.batch.pid[place.index] ?? 0;
  return pid === 0 ? undefined : pid;
}

function categoryOf(place: Place): Category | undefined {
  const { batch } = place;
  const origin = {
    format: formatOf(place),
    unit: nameIn(place, batch.unit),
    identifier: nameIn(place, batch.identifier),
  };
  return categorise(origin, () => descriptionOf(place).fields);
}

const COLUMNS: Readonly<Record<string, (place: Place) => FieldValue | undefined>> = {
  time: ({ batch, index }) => batch.at[index],
  level: (place) => levelOf(levelAt(place)),
  unit: (place) => nameIn(place, place.batch.unit),
  identifier: (place) => nameIn(place, place.batch.identifier),
  pid: pidOf,
  host: (place) => nameIn(place, place.batch.host),
  source: ({ source }) => source,
  format: formatOf,
  category: categoryOf,
  message: messageOf,
  text: textOf,
  line: ({ line }) => line,
  boot: (place) => recordField(place, "boot") ?? recordField(place, "_BOOT_ID"),
};

function fieldOf(place: Place, name: string): FieldValue | undefined {
  if (isEventField(name)) {
    const ask = (own: string) => recordField(place, own);
    return unitEvent(ask, () => messageOf(place))[name] ?? ask(name);
  }
  const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
  return column === undefined ? recordField(place, name) : column(place);
}

const NO_FIELDS: Fields = {};

function entryOf(place: Place, parts: EntryParts): LogEntry {
  const { batch, index } = place;
  const isWhole = parts === "whole";
  const format = formatOf(place);
  const hasMessage = isWhole || parts === "message" || LINELESS_FORMATS.has(format);
  return {
    id: entryId(place.number, place.ordinal),
    source: place.source,
    line: place.line,
    lines: batch.lines[index] ?? 1,
    at: micros(batch.at[index] ?? 0),
    order: micros(batch.order[index] ?? 0),
    level: levelOf(levelAt(place)),
    category: isWhole ? categoryOf(place) : undefined,
    unit: nameIn(place, batch.unit),
    identifier: nameIn(place, batch.identifier),
    host: nameIn(place, batch.host),
    pid: pidOf(place),
    message: isWhole ? descriptionOf(place).message : hasMessage ? messageOf(place) : "",
    text: textOf(place),
    format,
    marks: batch.marks[index] ?? 0,
    fields: isWhole ? descriptionOf(place).fields : NO_FIELDS,
    ...(parts === "bytes" && { bytes: bytesOf(place) }),
  };
}

const EMPTY: EntryBatch = {
  count: 0,
  bytes: new Uint8Array(0),
  starts: new Uint32Array(0),
  ends: new Uint32Array(0),
  lines: new Uint32Array(0),
  at: new Float64Array(0),
  order: new Float64Array(0),
  level: new Uint8Array(0),
  marks: new Uint16Array(0),
  format: new Uint32Array(0),
  unit: new Uint32Array(0),
  identifier: new Uint32Array(0),
  host: new Uint32Array(0),
  pid: new Uint32Array(0),
  strings: [""],
  fields: undefined,
};
