import type { LogEntry } from "../../core/entry.js";

/** What the person asked of the output, beside the format. */
export type OutputOptions = {
  /** Wraps text in the look of an entry's level; the identity where colour is off. */
  readonly paint: (entry: LogEntry, text: string) => string;
  /** json, ndjson: every field of the record. */
  readonly allFields: boolean;
  /** How far local civil time is ahead of UTC at an instant, in minutes. */
  readonly offsetMinutes: (epochMs: number) => number;
  /** More than one source is shown, so text lines say whose they are. */
  readonly manySources: boolean;
};

/**
 * One way to write entries. Everything that comes out is free of control characters but for its own line ends and, where
 * colour is on, its own colours.
 */
export type OutputFormat = {
  readonly name: string;
  readonly summary: string;
  /** Nothing is written of an entry's fields and category, so nobody need make them. */
  readonly isBrief?: boolean;
  readonly head?: string;
  /** Between two entries; nothing where absent. */
  readonly between?: string;
  /** After each entry, at once: who reads along need not wait for the next. */
  readonly after: string;
  readonly tail?: string;
  entry(entry: LogEntry, options: OutputOptions): string;
};
