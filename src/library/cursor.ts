import type { EntryId, LogEntry } from "../core/entry.js";
import { FaultError } from "../core/fault.js";
import { type Micros, micros } from "../core/time.js";

/** A place in the log: right behind (or, going back, right before) an entry. Text that only this module reads. */
export type Cursor = string & { readonly __cursor: "log" };

export type Place = { readonly id: EntryId; readonly order: Micros };

const WRITTEN = /^1\.([0-9a-z]{1,11})\.(-?[0-9a-z]{1,11})$/;

/** Ids and order never change, so a cursor stays good while more is collected; its order is for when retention took the entry. */
export function cursorOf({ id, order }: LogEntry): Cursor {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the brand is put on
  return `1.${id.toString(36)}.${order.toString(36)}` as Cursor;
}

/** Undefined for what is no cursor. */
export function placeIn(cursor: string): Place | undefined {
  const [, id, order] = WRITTEN.exec(cursor) ?? [];
  const [number, at] = [parseInt(id ?? "", 36), parseInt(order ?? "", 36)];
  if (!Number.isSafeInteger(number) || !Number.isSafeInteger(at)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- read back from what was an id
  return { id: number as EntryId, order: micros(at) };
}

/** Throws a FaultError for what is no cursor. */
export function placeOf(cursor: string): Place {
  const place = placeIn(cursor);
  if (place !== undefined) return place;
  throw new FaultError({
    code: "usage",
    message: `'${cursor.slice(0, 40)}' is no cursor`,
    hint: "give the cursor of an earlier page as it was, or none to begin",
  });
}
