import type { OwnColumn } from "../../core/batch.js";
import type { FieldValue } from "../../core/entry.js";
import { cursorPartsOf } from "./cursor-parts.js";
import { cursorBuilder, type CursorParts, digitsBuilder, type OwnBuilder, valuesBuilder } from "./own-builders.js";
import type { LastRows } from "./rows.js";

/** Sets a field of the record that was added last. A name's column stays from batch to batch: ask for it once. */
export type OwnColumns = {
  readonly digits: (name: string) => (value: number) => void;
  readonly values: (name: string) => (value: FieldValue) => void;
  readonly cursor: (name: string) => (parts: CursorParts) => void;
};

type Collecting = OwnColumns & {
  /** Into the kind of column that keeps this text best. */
  setText(name: string, value: string): void;
  take(count: number): readonly OwnColumn[];
};

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

export function createOwnColumns(last: LastRows): Collecting {
  const digits = columnsOf(digitsBuilder, last);
  const values = columnsOf(valuesBuilder, last);
  const cursors = columnsOf(cursorBuilder, last);
  return {
    digits: digits.setter,
    values: values.setter,
    cursor: cursors.setter,
    setText(name, value) {
      const number = wholeNumber(value);
      const parts = number === undefined ? cursorPartsOf(value) : undefined;
      if (number !== undefined) digits.setter(name)(number);
      else if (parts !== undefined) cursors.setter(name)(parts);
      else values.setter(name)(value);
    },
    take: (count) => [...digits.take(count), ...cursors.take(count), ...values.take(count)],
  };
}

type Columns<Value> = {
  readonly setter: (name: string) => (value: Value) => void;
  take(count: number): readonly OwnColumn[];
};

function columnsOf<Value>(make: (name: string) => OwnBuilder<Value>, last: LastRows): Columns<Value> {
  const builders = new Map<string, OwnBuilder<Value>>();
  const setters = new Map<string, (value: Value) => void>();
  return {
    setter(name) {
      const known = setters.get(name);
      if (known !== undefined) return known;
      const builder = make(name);
      const set = (value: Value) => builder.set(last.from, last.to, value);
      builders.set(name, builder);
      setters.set(name, set);
      return set;
    },
    take: (count) => [...builders.values()].flatMap((builder) => builder.take(count) ?? []),
  };
}

/** Undefined when the number would not give the text back. */
function wholeNumber(text: string): number | undefined {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) && String(number) === text ? number : undefined;
}
