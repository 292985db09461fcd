import type { Fields, FieldValue } from "../../../core/entry.js";
import type { Micros } from "../../../core/time.js";

/** Fields that many entries have together. The same object comes again, so that what is made of it can be kept. */
export type SharedFields = {
  readonly fields: Fields;
  /** journald says in such an entry that a service logged too much, and how much was left out. */
  readonly saysSuppressed: boolean;
  /** The sender's clock, where it is among the shared fields. */
  readonly at: Micros | undefined;
  /** Whether there is such a field, readable or not. */
  readonly hasSourceTime: boolean;
};

/** An entry as it was read; belongs to its reader, who uses it again for the next one. */
export type JournalRecord = {
  shared: SharedFields;
  /**
   * The fields that this entry has for itself: `names[i]` is `values[i]`, i below `count`. None of them is in `shared`.
   * Where `numbers[i]` is not NaN, the value is its decimal text and not in `values`.
   */
  count: number;
  readonly names: string[];
  readonly values: FieldValue[];
  readonly numbers: number[];
  /** `_SOURCE_REALTIME_TIMESTAMP`, which nearly every entry has for itself; NaN when it is not there, or elsewhere. */
  sourceTime: number;
  /** MESSAGE as it was written, empty when there is none. Valid until the next entry is read. */
  readonly text: { bytes: Uint8Array; start: number; end: number };
};

/** The value of a field that the entry has for itself. */
export function ownValueOf(record: JournalRecord, name: string): FieldValue | undefined {
  for (let index = 0; index < record.count; index++) {
    if (record.names[index] !== name) continue;
    const number = record.numbers[index] ?? Number.NaN;
    return Number.isNaN(number) ? record.values[index] : String(number);
  }
  return undefined;
}

/** The value of a field, whoever holds it. */
export function valueOf(record: JournalRecord, name: string): FieldValue | undefined {
  const own = ownValueOf(record, name);
  if (own !== undefined) return own;
  const { fields } = record.shared;
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
