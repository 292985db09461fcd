import type { Db } from "../database.js";

/** The key of an archive, by which the store it came from knows it; undefined for a store that is collected into. */
export function archiveKey(db: Db): string | undefined {
  return db.prepare<[], string | null>("SELECT archive FROM store").pluck().get() ?? undefined;
}
