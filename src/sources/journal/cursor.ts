import type { ResumeToken } from "../../core/ports.js";
import { type Micros, micros } from "../../core/time.js";

/** The name that journald gives to the place of an entry: `s=…;i=…;b=…;m=…;t=…;x=…` (sd_journal_get_cursor(3)). */
export type Cursor = {
  readonly text: string;
  /** Entries with the same id are numbered by one writer. */
  readonly seqnumId: string;
  /** Exact below 2^53, which takes a million entries a second for 285 years. */
  readonly seqnum: number;
  /** When journald took the entry. */
  readonly at: Micros;
};

const CURSOR =
  /^s=([0-9a-f]{32});i=([0-9a-f]{1,16});b=[0-9a-f]{32};m=[0-9a-f]{1,16};t=([0-9a-f]{1,16});x=[0-9a-f]{1,16}$/;

/** Undefined when the text is no cursor. */
export function parseCursor(text: string): Cursor | undefined {
  const [, seqnumId, seqnum, at] = CURSOR.exec(text) ?? [];
  if (seqnumId === undefined || seqnum === undefined || at === undefined) return undefined;
  return { text, seqnumId, seqnum: Number.parseInt(seqnum, 16), at: micros(Number.parseInt(at, 16)) };
}

/** Whether the entry is the known one or was written before it, as far as the cursors tell. */
export function isUpTo(cursor: Cursor, known: Cursor): boolean {
  return cursor.text === known.text || (cursor.seqnumId === known.seqnumId && cursor.seqnum <= known.seqnum);
}

/** How many entries of the same writer lie between two that were read one after the other; 0 when nobody can tell. */
export function missingBetween(before: Cursor, after: Cursor): number {
  if (before.seqnumId !== after.seqnumId) return 0;
  return Math.max(0, after.seqnum - before.seqnum - 1);
}

/** Where reading starts. `since` stands in for a cursor that is not there or cannot be used. */
export type Place =
  | { readonly kind: "start" }
  | { readonly kind: "cursor"; readonly cursor: Cursor }
  | { readonly kind: "since"; readonly at: Micros; readonly last: Cursor | undefined };

export function tokenOf(cursor: Cursor): ResumeToken {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this source's own token
  return JSON.stringify({ v: 1, cursor: cursor.text }) as ResumeToken;
}

/** The place that a token names; `broken` when it cannot be taken by its word. */
export function placeOf(token: ResumeToken | undefined): { readonly place: Place; readonly isBroken: boolean } {
  if (token === undefined) return { place: { kind: "start" }, isBroken: false };
  const text = cursorTextOf(token);
  const cursor = text === undefined ? undefined : parseCursor(text);
  if (cursor !== undefined) return { place: { kind: "cursor", cursor }, isBroken: false };
  const time = /(?:^|;)t=([0-9a-f]{1,14})(?:;|$)/.exec(text ?? "")?.[1];
  if (time === undefined) return { place: { kind: "start" }, isBroken: true };
  return { place: { kind: "since", at: micros(Number.parseInt(time, 16)), last: undefined }, isBroken: true };
}

function cursorTextOf(token: string): string | undefined {
  try {
    const value: unknown = JSON.parse(token);
    if (typeof value !== "object" || value === null || Reflect.get(value, "v") !== 1) return undefined;
    const cursor: unknown = Reflect.get(value, "cursor");
    return typeof cursor === "string" ? cursor : undefined;
  } catch {
    return undefined;
  }
}
