import type { Fields } from "../core/entry.js";
import type { Level } from "../core/level.js";
import type { LocalOffset, Micros } from "../core/time.js";

/** What a format needs to know about the moment and the place, given from outside. */
export type ParseContext = {
  /** When the line arrived: completes times without a year or date. */
  readonly receivedAt: Micros;
  /** The newest time that a line before this one gave: tells the two passes through a repeated hour apart. */
  readonly previousAt: Micros | undefined;
  readonly localOffset: LocalOffset;
};

/** What the head of a line says. Everything is optional but the message. */
export type ParsedLine = {
  readonly at?: Micros | undefined;
  readonly level?: Level | undefined;
  readonly unit?: string | undefined;
  readonly identifier?: string | undefined;
  readonly host?: string | undefined;
  readonly pid?: number | undefined;
  /** The part meant for people: the line from this UTF-16 index on, or a text of its own (JSON). */
  readonly message: number | string;
};

/**
 * What becomes of a line that no format reads: `any` joins it to the entry before, `indented` only when it starts with
 * white space, `blocks` when it goes on with a traceback or an indented block.
 */
export type Joining = "any" | "indented" | "blocks";

/**
 * One way in which programs write lines; the smallest member to imitate is `klog.ts`. `parse` is the hot path: it reads
 * the head only, never throws, takes time linear in the line, and returns undefined for a line that is not of this
 * format. `fields` is called when somebody looks at the entry and gets all lines of the record.
 */
export type Format = {
  readonly name: string;
  readonly summary: string;
  /**
   * How sure it is that a line which parses was meant so, 0..1. A source's format is the one with the highest
   * share of lines times confidence; from 0.9 on a single line among others is believed.
   */
  readonly confidence: number;
  parse(line: string, context: ParseContext): ParsedLine | undefined;
  fields(text: string): Fields;
  /** Absent: every line is an entry of its own, and nothing is held back. */
  readonly multiline?: Joining;
  readonly samples: readonly Sample[];
};

/** A line and what must be read from it when it arrives at 2026-11-21T12:00:00Z in a place that keeps UTC. */
type Sample = {
  readonly line: string;
  readonly gives: Omit<ParsedLine, "message"> & { readonly message: string };
};
