import type { Fields } from "../core/entry.js";
import type { Level } from "../core/level.js";
import type { LocalOffset, Micros } from "../core/time.js";

/** What a format needs to know about the moment and the place, given from outside. */
export type ParseContext = {
  /** When the line arrived: completes times without a year, date or zone. */
  readonly receivedAt: Micros;
  readonly localOffset: LocalOffset;
};

/** What the head of a line says. Everything is optional but the message. */
export type ParsedLine = {
  readonly at?: Micros;
  readonly level?: Level;
  readonly unit?: string;
  readonly identifier?: string;
  readonly host?: string;
  readonly pid?: number;
  /** The part meant for people: the line from this UTF-16 index on, or a text of its own (JSON). */
  readonly message: number | string;
};

/**
 * One way in which programs write lines. `parse` is the hot path: it reads the head only and returns undefined for a
 * line that is not of this format. `fields` is called when somebody looks at the entry.
 */
export type Format = {
  readonly name: string;
  readonly summary: string;
  /** How well the sample fits, 0..1; the highest wins, the registry's order breaks ties. */
  score(sample: readonly string[]): number;
  parse(line: string, context: ParseContext): ParsedLine | undefined;
  fields(line: string): Fields;
  /** True when lines that do not parse belong to the entry before them (tracebacks); absent: every line is an entry. */
  readonly multiline?: boolean;
  readonly samples: readonly { readonly line: string; readonly gives: Partial<Omit<ParsedLine, "message">> & { readonly message: string } }[];
};
