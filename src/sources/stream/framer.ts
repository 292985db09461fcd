import type { RawBatch } from "../../core/batch.js";

/** Place in a stream of bytes: after the last whole line, and how much of the line behind it was already given. */
export type Position = { readonly lineEnd: number; readonly given: number };

export const START: Position = { lineEnd: 0, given: 0 };

export type Encoding = "bytes" | "utf-16le" | "utf-16be";

/**
 * Turns the bytes of a stream into records, however they are cut into chunks: the same bytes give the same records.
 * Line ends are "\n" and "\r\n" and are no part of a record; a byte order mark at offset 0 is none either. A last line
 * without an end is held back until it ends, or until `pause` or `end` gives it as `Mark.partial`.
 */
export type Framer = {
  /** Memory to read into; valid until the next call. Follow it with `wrote`. */
  readonly room: (bytes: number) => Uint8Array;
  /** The records that are finished after so many bytes of `room` were written; undefined when none is. */
  readonly wrote: (bytes: number) => RawBatch | undefined;
  /** `room` and `wrote` for bytes that are elsewhere; they are copied. */
  readonly push: (chunk: Uint8Array) => RawBatch | undefined;
  /** Gives the unfinished line as it stands, as `partial` and `continues`: its rest will be a record of its own. */
  readonly pause: () => RawBatch | undefined;
  /** Nothing more will come: gives the unfinished line as `partial`. */
  readonly end: () => RawBatch | undefined;
  /** As `end`, but other lines follow: where a piece was given as `continues`, an empty record finishes its line. */
  readonly close: () => RawBatch | undefined;
  /** Whether bytes came since the last `pause` that no record has given yet. */
  readonly isHolding: () => boolean;
  /** After the last record that was given. */
  readonly position: () => Position;
};
