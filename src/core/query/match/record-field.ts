import { type FieldColumns, NO_RECORD } from "../../batch.js";
import type { FieldValue, Fields } from "../../entry.js";
import { ownValue, setField } from "../../record-fields.js";
import { ownField } from "./own-field.js";

/** Records whose fields lie in columns, as a question sees them. */
export type AskedRecords = {
  /** Number of the set of fields that a row shares with others, -1 for a line. */
  setAt(row: number): number;
  sharedIn(set: number): Fields;
  readonly own: readonly { readonly name: string; at(row: number): FieldValue | undefined }[];
};

type Question = {
  readonly name: string;
  readonly own: AskedRecords["own"];
  /** Answers by set, where no column of a record's own can answer. */
  readonly bySet: (FieldValue | undefined)[];
};

export type FieldLookup = (row: number, name: string) => FieldValue | undefined;

export function lookupIn(columns: FieldColumns): FieldLookup {
  return createFieldLookup(askedIn(columns));
}

/** The records of a batch. */
export function askedIn(columns: FieldColumns): AskedRecords {
  return {
    setAt: (row) => {
      const set = columns.set[row] ?? NO_RECORD;
      return set === NO_RECORD ? -1 : set;
    },
    sharedIn: (set) => columns.shared[set] ?? NOTHING,
    own: columns.own.map((column) => ({ name: column.name, at: (row) => ownValue(column, row) })),
  };
}

const NOTHING: Fields = {};

/** Answers as `ownField` does of the whole record, but looks into what records share once for all of them. */
export function createFieldLookup(records: AskedRecords): FieldLookup {
  const questions = new Map<string, Question>();
  return (row, name) => {
    const set = records.setAt(row);
    if (set < 0) return undefined;
    let question = questions.get(name);
    if (question === undefined) {
      question = { name, own: records.own.filter((column) => mayAnswer(column.name, name)), bySet: [] };
      questions.set(name, question);
    }
    return question.own.length > 0 ? askWhole(records, question, row) : askShared(records, question, set);
  };
}

function askShared(records: AskedRecords, { name, bySet }: Question, set: number): FieldValue | undefined {
  if (set in bySet) return bySet[set];
  return (bySet[set] = ownField(records.sharedIn(set), name));
}

function askWhole(records: AskedRecords, { name, own }: Question, row: number): FieldValue | undefined {
  const fields: Record<string, FieldValue> = { ...records.sharedIn(records.setAt(row)) };
  for (const column of own) {
    const value = column.at(row);
    if (value !== undefined) setField(fields, column.name, value);
  }
  return ownField(fields, name);
}

function mayAnswer(column: string, name: string): boolean {
  const lower = column.toLowerCase();
  return lower === name.toLowerCase() || `field.${lower}` === name.toLowerCase();
}
