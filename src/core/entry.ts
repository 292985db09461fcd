import type { Level } from "./level.js";
import type { Micros } from "./time.js";

/** A source instance: its canonical spec, e.g. `file:/var/log/syslog`, `journal:`, `stdin:#3`. */
export type SourceId = string & { readonly __id: "source" };

/**
 * Names one entry for ever: `sourceNumber * 2^36 + ordinal`. Ordinals count from 0 and have no gaps within a source,
 * so two ids of one source compare as the entries arrived.
 */
export type EntryId = number & { readonly __id: "entry" };

const CATEGORIES = ["system", "network", "security", "build", "service"] as const;
export type Category = (typeof CATEGORIES)[number];

export type FieldValue = string | number | boolean | null | Uint8Array | readonly FieldValue[];
export type Fields = Readonly<Record<string, FieldValue>>;

/** Bits of `LogEntry.marks`: what a reader must know so that nothing seems invented or whole that is not. */
export const Mark = {
  /** The time was not in the text: inherited from the entry before. */
  timeInherited: 1,
  /** The time was not in the text: the moment of arrival. */
  timeReceived: 2,
  /** The time is more than a day ahead of the clock; it is shown, but does not order. */
  timeFuture: 4,
  /** One piece of a line that was longer than a line may be; the next entry of this source continues it. */
  continues: 8,
  /** The text held bytes that are not UTF-8. */
  notUtf8: 16,
  /** The line had no line end when it was taken (end of the source, or a pause in the middle of a line). */
  partial: 32,
  /** A continuation line that came too late to be joined to its entry. */
  late: 64,
  /** The level was found in the words of the message, not in a field meant for it. */
  levelGuessed: 128,
  /** The line ended in "\r\n"; of several lines the last one, those before it have their ends in the text. */
  crlf: 256,
  /** The mark EF BB BF stood before the text, which begins the stream. */
  byteOrderMark: 512,
} as const;

/** One record as everybody above the store sees it: plain data that may cross threads. Never changed once made. */
export type LogEntry = {
  readonly id: EntryId;
  readonly source: SourceId;
  /** 1-based number of the first line within the source; of the record for structured sources. */
  readonly line: number;
  /** How many lines the record spans; 1 but for tracebacks and the like. */
  readonly lines: number;
  /** When it happened, as the record says; see `marks` where it does not say. */
  readonly at: Micros;
  /** Sorts entries of all sources: `at`, but never decreasing within a source. */
  readonly order: Micros;
  readonly level: Level | undefined;
  readonly category: Category | undefined;
  readonly unit: string | undefined;
  readonly identifier: string | undefined;
  readonly host: string | undefined;
  readonly pid: number | undefined;
  /** The part meant for people, without time, host and identifier; may hold newlines. */
  readonly message: string;
  /** The whole record as it was written, U+FFFD where it was not UTF-8; may hold newlines. */
  readonly text: string;
  readonly format: string;
  readonly marks: number;
  readonly fields: Fields;
  /** The record as it came, byte for byte, without its line end; only where `EntryParts` asked for it. */
  readonly bytes?: Uint8Array;
};

/** The formats whose records have no line of their own: whoever writes lines makes one, as journalctl does. */
export const LINELESS_FORMATS: ReadonlySet<string> = new Set(["journal", "kmsg"]);

/**
 * How much of an entry somebody reads, so that nobody makes the rest. `text`: the message is left empty where a
 * line of the record is at hand, as are fields and category. `message`: fields and category are. `bytes`: as `text`, and
 * the bytes come with it.
 */
export type EntryParts = "bytes" | "text" | "message" | "whole";

const ORDINALS_PER_SOURCE = 2 ** 36;

export function entryId(sourceNumber: number, ordinal: number): EntryId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the brand is put on
  return (sourceNumber * ORDINALS_PER_SOURCE + ordinal) as EntryId;
}

export function sourceNumberOf(id: EntryId): number {
  return Math.floor(id / ORDINALS_PER_SOURCE);
}

export function ordinalOf(id: EntryId): number {
  return id % ORDINALS_PER_SOURCE;
}

export function sourceId(spec: string): SourceId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the brand is put on
  return spec as SourceId;
}
