import type { OwnColumn } from "../../core/batch.js";
import type { FieldValue } from "../../core/entry.js";
import { cursorPartsOf } from "./cursor-parts.js";
import { cursorBuilder, type CursorParts, digitsBuilder, type OwnBuilder, valuesBuilder } from "./own-builders.js";
import type { LastRows } from "./rows.js";

/** Sets a field of the record that was added last, which has none of that name. */
export type OwnColumns = {
  /** A name's column stays from batch to batch: ask for it once. */
  readonly digits: (name: string) => (value: number) => void;
  readonly values: (name: string) => (value: FieldValue) => void;
  readonly cursor: (name: string) => (parts: CursorParts) => void;
  /** Finds the kind of column that keeps this value best. However many names there are, the columns are few. */
  readonly set: (name: string, value: FieldValue) => void;
  /** As `set` does with the number's decimal text. */
  readonly setDigits: (name: string, value: number) => void;
};

type Collecting = OwnColumns & { take(count: number): readonly OwnColumn[] };

/** Where a field goes that there is no column for. */
type Overflow = (name: string, value: FieldValue) => void;

/** Fields of journal and kernel records that differ from record to record. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  "__CURSOR",
  "__REALTIME_TIMESTAMP",
  "__MONOTONIC_TIMESTAMP",
  "__SEQNUM",
  "_SOURCE_REALTIME_TIMESTAMP",
  "_SOURCE_MONOTONIC_TIMESTAMP",
  "_SOURCE_BOOTTIME_TIMESTAMP",
  "SYSLOG_TIMESTAMP",
  "SYSLOG_RAW",
  "SEQNUM",
  "MONOTONIC_USEC",
]);

export function isOwnName(name: string): boolean {
  return OWN_NAMES.has(name);
}

export function createOwnColumns(last: LastRows, overflow: Overflow): Collecting {
  const digits = columnsOf(digitsBuilder, last);
  const values = columnsOf(valuesBuilder, last);
  const cursors = columnsOf(cursorBuilder, last);
  const families = [digits, cursors, values];
  const hasRoom = () => families.reduce((sum, { size }) => sum + size(), 0) < MAX_COLUMNS;
  const put = <Value extends FieldValue | CursorParts>(columns: Columns<Value>, name: string, value: Value) =>
    columns.put(name, value, hasRoom);
  return {
    digits: digits.setter,
    values: values.setter,
    cursor: cursors.setter,
    set(name, value) {
      const number = typeof value === "string" ? wholeNumber(value) : undefined;
      const parts = typeof value === "string" && number === undefined ? cursorPartsOf(value) : undefined;
      const isPut =
        number !== undefined
          ? put(digits, name, number)
          : parts === undefined
            ? put(values, name, value)
            : put(cursors, name, parts);
      if (!isPut) overflow(name, value);
    },
    setDigits(name, value) {
      if (!put(digits, name, value)) overflow(name, String(value));
    },
    take: (count) => families.flatMap((columns) => columns.take(count)),
  };
}

/** Each costs memory for all records of a batch, also for those that have nothing in it. */
const MAX_COLUMNS = 64;

type Columns<Value> = {
  readonly setter: (name: string) => (value: Value) => void;
  /** False when there is no such column yet and none is to be added. */
  put(name: string, value: Value, hasRoom: () => boolean): boolean;
  readonly size: () => number;
  take(count: number): readonly OwnColumn[];
};

function columnsOf<Value>(make: (name: string) => OwnBuilder<Value>, last: LastRows): Columns<Value> {
  const builders = new Map<string, OwnBuilder<Value>>();
  /** Columns that somebody holds on to; others go when a batch has nothing in them. */
  const asked = new Set<string>();
  const added = (name: string): OwnBuilder<Value> => {
    const builder = make(name);
    builders.set(name, builder);
    return builder;
  };
  return {
    setter(name) {
      asked.add(name);
      const builder = builders.get(name) ?? added(name);
      return (value) => builder.set(last.from, last.to, value);
    },
    put(name, value, hasRoom) {
      const builder = builders.get(name) ?? (hasRoom() ? added(name) : undefined);
      builder?.set(last.from, last.to, value);
      return builder !== undefined;
    },
    size: () => builders.size,
    take: (count) =>
      [...builders].flatMap(([name, builder]) => {
        const column = builder.take(count);
        if (column !== undefined) return column;
        if (!asked.has(name)) builders.delete(name);
        return [];
      }),
  };
}

/** Undefined when the number would not give the text back. */
function wholeNumber(text: string): number | undefined {
  const { length } = text;
  if (length === 0 || length > 16 || (length > 1 && text.charCodeAt(0) === ZERO)) return undefined;
  let number = 0;
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return Number.isSafeInteger(number) ? number : undefined;
}

const ZERO = 48;
