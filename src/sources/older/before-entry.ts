import type { RawBatch } from "../../core/batch.js";
import type { ResumeToken, Source, SourceEvent } from "../../core/ports.js";
import { fieldAt, pickRows, timeAt } from "../batch-rows.js";
import { type Cursor, isUpTo, parseCursor } from "../journal/cursor.js";
import { emptyBatch } from "../structured-batch.js";

/** Where the reading of a past stands. */
type Place = { readonly inner: ResumeToken | undefined; readonly isDone: boolean };

const NOWHERE: Place = { inner: undefined, isDone: false };

/** Whether all of it was given already. */
export function isDone(token: ResumeToken | undefined): boolean {
  return placeOf(token).isDone;
}

/**
 * The events of a journal that is not followed, up to the entry and without it. The last batch says in its token that
 * nothing is left. `start` gives the token to begin with.
 */
export async function* eventsBefore(
  journal: Source,
  until: Cursor,
  start: () => Promise<ResumeToken | undefined>,
  { signal, resume }: { readonly signal: AbortSignal; readonly resume: ResumeToken | undefined },
): AsyncGenerator<SourceEvent> {
  const place = placeOf(resume);
  if (place.isDone) return;
  let oldest: number | undefined;
  let { inner } = place;
  for await (const event of journal.events(signal, inner ?? (await start()))) {
    if (signal.aborted) return;
    if (event.kind === "failed" && event.retryInMs === undefined) {
      yield event;
      return;
    }
    if (event.kind !== "batch") {
      yield event;
      continue;
    }
    const end = rowsBefore(event.batch, until);
    oldest ??= timeAt(event.batch, 0);
    if (end < event.batch.count) {
      yield { kind: "batch", batch: firstRows(event.batch, end), resume: tokenOf({ inner, isDone: true }) };
      return;
    }
    inner = event.resume ?? inner;
    const progress = progressOf(event.batch, oldest, until.at);
    yield { kind: "batch", batch: event.batch, resume: tokenOf({ inner, isDone: false }), progress };
  }
  // The entry itself is gone: what comes after it would have ended this.
  if (!signal.aborted) yield { kind: "batch", batch: emptyBatch(), resume: tokenOf({ inner, isDone: true }) };
}

/** How many rows of the batch lie before the entry. */
function rowsBefore(batch: RawBatch, until: Cursor): number {
  // Where the last one does, all do.
  if (liesBefore(batch, batch.count - 1, until)) return batch.count;
  for (let row = 0; row < batch.count; row += 1) if (!liesBefore(batch, row, until)) return row;
  return batch.count;
}

function liesBefore(batch: RawBatch, row: number, until: Cursor): boolean {
  const text = fieldAt(batch, row, "__CURSOR");
  const cursor = typeof text === "string" ? parseCursor(text) : undefined;
  return cursor === undefined || isBefore(cursor, until);
}

/** Of entries with numbers of different writers only their times tell. */
function isBefore(cursor: Cursor, until: Cursor): boolean {
  if (cursor.seqnumId === until.seqnumId) return cursor.text !== until.text && isUpTo(cursor, until);
  return cursor.at <= until.at;
}

function firstRows(batch: RawBatch, count: number): RawBatch {
  return count === 0
    ? emptyBatch()
    : pickRows(
        batch,
        Array.from({ length: count }, (_, row) => row),
      );
}

function progressOf(batch: RawBatch, oldest: number | undefined, end: number): number {
  const at = timeAt(batch, batch.count - 1);
  if (at === undefined || oldest === undefined || end <= oldest) return 0;
  return Math.min(1, Math.max(0, (at - oldest) / (end - oldest)));
}

function tokenOf({ inner, isDone: done }: Place): ResumeToken {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this source's own token
  return JSON.stringify({ v: 1, inner: inner ?? null, done }) as ResumeToken;
}

function placeOf(token: ResumeToken | undefined): Place {
  if (token === undefined) return NOWHERE;
  try {
    const value: unknown = JSON.parse(token);
    if (typeof value !== "object" || value === null || Reflect.get(value, "v") !== 1) return NOWHERE;
    const inner: unknown = Reflect.get(value, "inner");
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a token is any text that a source made
    const own = typeof inner === "string" ? (inner as ResumeToken) : undefined;
    return { inner: own, isDone: Reflect.get(value, "done") === true };
  } catch {
    return NOWHERE;
  }
}
