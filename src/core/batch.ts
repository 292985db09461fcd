import type { FieldValue, Fields } from "./entry.js";
import type { Micros } from "./time.js";

/**
 * Consecutive records of one source, oldest first, in flat memory: record i is `bytes[starts[i], ends[i])`, without its
 * line end. Ranges are ascending and do not overlap; where two lines were adjacent in the source, only their line end
 * ("\n" or "\r\n") lies between them, so a range from one start to a later end is the exact text of the lines between. Between
 * structured records may be anything, best nothing.
 * The receiver owns the memory: a source must not touch it after handing it over.
 */
export type RawBatch = {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly count: number;
  /** `Mark` bits per record (continues, partial, crlf, byteOrderMark), or undefined when none has any. */
  readonly marks: Uint16Array | undefined;
  /** Structured sources (journal): time and fields of each record; the text is the message. */
  readonly records: RecordTable | undefined;
  readonly receivedAt: Micros;
};

export type RawRecord = { readonly at: Micros; readonly fields: Fields };

/** Times and fields of structured records; what stands beside a plain line (`NO_RECORD`) means nothing. */
export type RecordTable = FieldColumns & { readonly at: Float64Array };

/** In `FieldColumns.set`: no record but a line of text, whose fields are read from it. */
export const NO_RECORD = 0xffff_ffff;

/**
 * Fields of structured records, column by column: most records share nearly all of theirs with others. Row i has the
 * fields of `shared[set[i]]` and then those of `own` that have a value for it; a name comes once in a record
 * (`core/record-fields.ts` puts them together).
 */
export type FieldColumns = {
  /** Index into `shared`, or `NO_RECORD`. */
  readonly set: Uint32Array;
  /**
   * Distinct, never changed. The same object comes again in later batches of the source where its fields do, so that
   * what was made of one can be kept by identity.
   */
  readonly shared: readonly Fields[];
  readonly own: readonly OwnColumn[];
};

/** One field whose values differ from record to record. */
export type OwnColumn = DigitsColumn | CursorColumn | ValuesColumn;

/** Safe whole numbers, given back as decimal text. NaN: the record has none. */
export type DigitsColumn = { readonly kind: "digits"; readonly name: string; readonly values: Float64Array };

export type ValuesColumn = {
  readonly kind: "values";
  readonly name: string;
  readonly values: readonly (FieldValue | undefined)[];
};

/**
 * The journal's cursor `s=SEQNUM_ID;i=SEQNUM;b=BOOT_ID;m=MONOTONIC;t=REALTIME;x=XOR`, given back exactly as text. The
 * numbers are safe whole ones; NaN in `seqnum`: the record has none. `xor` holds the high and the low half of each.
 */
export type CursorColumn = {
  readonly kind: "cursor";
  readonly name: string;
  readonly ids: readonly string[];
  /** Indexes into `ids`. */
  readonly seqnumId: Uint32Array;
  readonly bootId: Uint32Array;
  readonly seqnum: Float64Array;
  readonly monotonic: Float64Array;
  readonly realtime: Float64Array;
  readonly xor: Uint32Array;
};

/**
 * Consecutive parsed entries of one source as columns; `strings` is the dictionary that the index columns point into
 * (index 0 is always "" and means "none"). Text ranges may span several lines. Never changed once handed over.
 */
export type EntryBatch = {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly lines: Uint32Array;
  readonly at: Float64Array;
  readonly order: Float64Array;
  readonly level: Uint8Array;
  readonly marks: Uint16Array;
  readonly format: Uint32Array;
  readonly unit: Uint32Array;
  readonly identifier: Uint32Array;
  readonly host: Uint32Array;
  /** Process ids; 0 means none. */
  readonly pid: Uint32Array;
  readonly strings: readonly string[];
  /** Fields of structured records, else undefined: fields of text are read from it again when asked for. */
  readonly fields: FieldColumns | undefined;
};
