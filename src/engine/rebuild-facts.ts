import type { EntryBatch } from "../core/batch.js";
import type { FieldValue, Fields } from "../core/entry.js";
import { fieldsAt } from "../core/record-fields.js";
import { micros } from "../core/time.js";
import { decodeUtf8 } from "../pipeline/scan/decode.js";
import { FACT_FIELDS, type FactFields, type JournalFact } from "../session/facts.js";
import { SIGNING_IDENTIFIERS, SIGNING_UNITS, WATCHED_IDENTIFIERS } from "../session/signs.js";

const SIGNING: ReadonlySet<string> = new Set([...SIGNING_UNITS, ...SIGNING_IDENTIFIERS]);
const WATCHED: ReadonlySet<string> = new Set([...SIGNING, ...WATCHED_IDENTIFIERS]);

/**
 * The records of a batch that may say something of a rebuild. `isRunning` is asked before each: while one runs, more of
 * them do. Of most batches only the dictionary is looked at.
 */
export function* factsIn(batch: EntryBatch, isRunning: () => boolean): Generator<JournalFact> {
  const { strings, unit, identifier, count } = batch;
  const signing = strings.map((text) => SIGNING.has(text));
  const watched = strings.map((text) => WATCHED.has(text));
  // A rebuild that begins within the batch begins with a sign in it.
  if (!signing.includes(true) && !(isRunning() && watched.includes(true))) return;
  for (let row = 0; row < count; row += 1) {
    const unitAt = unit[row] ?? 0;
    const identifierAt = identifier[row] ?? 0;
    const isSign = signing[unitAt] === true || signing[identifierAt] === true;
    if (isSign || (watched[identifierAt] === true && isRunning())) yield factAt(batch, row);
  }
}

function factAt(batch: EntryBatch, row: number): JournalFact {
  const { bytes, starts, ends, at } = batch;
  return {
    kind: "entry",
    at: micros(at[row] ?? 0),
    message: decodeUtf8(bytes, starts[row] ?? 0, ends[row] ?? 0),
    fields: factFieldsOf(fieldsOf(batch, row)),
  };
}

function fieldsOf({ fields }: EntryBatch, row: number): Fields {
  return (fields === undefined ? undefined : fieldsAt(fields, row)) ?? {};
}

/** What a fact holds of a record's fields; a name given several times counts by its first value. */
export function factFieldsOf(fields: Fields): FactFields {
  const known: Record<string, string> = {};
  for (const name of FACT_FIELDS) {
    const text = firstText(Object.hasOwn(fields, name) ? fields[name] : undefined);
    if (text !== undefined) known[name] = text;
  }
  return known;
}

function firstText(value: FieldValue | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return Array.isArray(value) ? firstText(value[0]) : undefined;
}
