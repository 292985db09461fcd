import type { Fields } from "./entry.js";
import type { Micros } from "./time.js";

/**
 * Consecutive records of one source, oldest first, in flat memory: record i is `bytes[starts[i], ends[i])`, without its
 * line end. Ranges are ascending and do not overlap; where two lines were adjacent in the source, only their line end
 * ("\n" or "\r\n") lies between them, so a range from one start to a later end is the exact text of the lines between.
 * The receiver owns the memory: a source must not touch it after handing it over.
 */
export type RawBatch = {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly count: number;
  /** `Mark` bits per record (continues, partial), or undefined when none has any. */
  readonly marks: Uint8Array | undefined;
  /** Structured sources (journal): time and fields of each record; the text is the message. */
  readonly records: readonly RawRecord[] | undefined;
  readonly receivedAt: Micros;
};

export type RawRecord = { readonly at: Micros; readonly fields: Fields };

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
  readonly marks: Uint8Array;
  readonly format: Uint32Array;
  readonly unit: Uint32Array;
  readonly identifier: Uint32Array;
  readonly host: Uint32Array;
  /** Process ids; 0 means none. */
  readonly pid: Uint32Array;
  readonly strings: readonly string[];
  /** Fields of structured records, else undefined: fields of text are read from it again when asked for. */
  readonly fields: readonly (Fields | undefined)[] | undefined;
};
