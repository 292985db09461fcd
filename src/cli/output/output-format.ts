import type { EntryParts, LogEntry } from "../../core/entry.js";
import type { FieldChoice } from "./field-choice.js";
import type { Clock } from "./time-text.js";

/** What the person asked of the output, beside the format. */
export type OutputOptions = {
  /** Wraps text in the look of an entry's level; the identity where colour is off. */
  readonly paint: (entry: LogEntry, text: string) => string;
  readonly fields: FieldChoice;
  /** What JSON says of an entry beside its fields. */
  readonly extra?: ((entry: LogEntry) => Readonly<Record<string, unknown>>) | undefined;
  readonly clock: Clock;
  /** Text lines of structured records name the machine. */
  readonly hasHost: boolean;
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
  /** What it writes of an entry unless fields are chosen; nobody need make the rest. */
  readonly reads: EntryParts;
  /** It can write chosen fields instead. */
  readonly takesFields: boolean;
  /** Before the first entry, also where there is none. */
  readonly head?: (options: OutputOptions) => string;
  /** Between two entries; nothing where absent. */
  readonly between?: string;
  /** After each entry, at once: who reads along need not wait for the next. */
  readonly after: string;
  readonly tail?: string;
  entry(entry: LogEntry, options: OutputOptions): string;
};
