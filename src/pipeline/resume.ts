import type { RawBatch } from "../core/batch.js";
import { Mark } from "../core/entry.js";
import type { ResumeToken } from "../core/ports.js";
import type { Micros } from "../core/time.js";

/**
 * What is committed with the rows: the source's own token, and the bytes of a record that the parser still holds back
 * because its next line might belong to it. Those bytes lie before the token but are in no row yet; without them a
 * restart would lose one record.
 */
export type Resume = { readonly source: ResumeToken | undefined; readonly held: Uint8Array | undefined };

type Stored = { readonly v: 1; readonly source: string | null; readonly held: string | null };

/** Undefined when there is nothing to resume from. */
export function packResume(resume: Resume): ResumeToken | undefined {
  if (resume.source === undefined) return undefined;
  const held = resume.held === undefined ? null : Buffer.from(resume.held).toString("base64");
  const stored: Stored = { v: 1, source: resume.source, held };
  return brand(JSON.stringify(stored));
}

/** A token that cannot be read (another version's) resumes from nothing, as a first start would. */
export function unpackResume(token: ResumeToken | undefined): Resume {
  const nothing: Resume = { source: undefined, held: undefined };
  if (token === undefined) return nothing;
  const stored = parsed(token);
  if (stored === undefined) return nothing;
  return {
    source: stored.source === null ? undefined : brand(stored.source),
    held: stored.held === null ? undefined : new Uint8Array(Buffer.from(stored.held, "base64")),
  };
}

function parsed(token: string): Stored | undefined {
  try {
    const value: unknown = JSON.parse(token);
    return isStored(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== "object" || value === null) return false;
  const has = (key: string) => key in value && isTextOrNull(Reflect.get(value, key));
  return Reflect.get(value, "v") === 1 && has("source") && has("held");
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function brand(text: string): ResumeToken {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a token is any text that a source made
  return text as ResumeToken;
}

/** The lines of a record that was held back when the process ended, as the source would have given them. */
export function batchOfHeld(held: Uint8Array, receivedAt: Micros): RawBatch {
  const starts: number[] = [];
  const ends: number[] = [];
  const marks: number[] = [];
  let start = 0;
  while (start <= held.length) {
    const newline = held.indexOf(10, start);
    const stop = newline === -1 ? held.length : newline;
    const isCrlf = stop > start && held[stop - 1] === 13;
    starts.push(start);
    ends.push(isCrlf ? stop - 1 : stop);
    marks.push(isCrlf ? Mark.crlf : 0);
    start = stop + 1;
  }
  return {
    bytes: held,
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    count: starts.length,
    marks: Uint16Array.from(marks),
    records: undefined,
    receivedAt,
  };
}
