import { type SourceId, sourceId } from "./entry.js";

/**
 * What was fetched later of a source's past, up to the first entry that was kept of it, is a source of its own: its id
 * is that of the source with `until=` and the name of that entry.
 */
export function olderId(of: SourceId, until: string): SourceId {
  return sourceId(`${of}${of.endsWith(":") ? "" : ","}until=${until}`);
}

/** The id of the source whose past it is; its own id for every other source. */
export function wholeId(id: SourceId): SourceId {
  return sourceId(id.replace(UNTIL, (_all, colon: string | undefined) => colon ?? ""));
}

/** The entry before which it ends; undefined for every other source. */
export function untilOf(id: SourceId): string | undefined {
  return UNTIL.exec(id)?.[2];
}

/** Cursors have no commas. */
const UNTIL = /(?:(:)|,)until=(s=[^,]+)$/;
