import { type EntryBatch, NO_RECORD } from "../core/batch.js";
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
  const factFields = factFieldsIn(batch);
  for (let row = 0; row < count; row += 1) {
    const unitAt = unit[row] ?? 0;
    const identifierAt = identifier[row] ?? 0;
    const isSign = signing[unitAt] === true || signing[identifierAt] === true;
    if (isSign || (watched[identifierAt] === true && isRunning())) yield factAt(batch, row, factFields);
  }
}

function factAt(
  { bytes, starts, ends, at }: EntryBatch,
  row: number,
  factFields: (row: number) => FactFields,
): JournalFact {
  const message = decodeUtf8(bytes, starts[row] ?? 0, ends[row] ?? 0);
  return { kind: "entry", at: micros(at[row] ?? 0), message, fields: factFields(row) };
}

const NOTHING: FactFields = {};

/** Made once for all records that share the fields which matter here, as nearly all do. */
function factFieldsIn({ fields: columns }: EntryBatch): (row: number) => FactFields {
  if (columns === undefined) return () => NOTHING;
  if (columns.own.some(({ name }) => IS_FACT_FIELD.has(name)))
    return (row) => factFieldsOf(fieldsAt(columns, row) ?? {});
  const made: (FactFields | undefined)[] = [];
  return (row) => {
    const set = columns.set[row] ?? NO_RECORD;
    const shared = columns.shared[set];
    return shared === undefined ? NOTHING : (made[set] ??= factFieldsOf(shared));
  };
}

const IS_FACT_FIELD: ReadonlySet<string> = new Set(FACT_FIELDS);

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
