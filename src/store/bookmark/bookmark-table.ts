import type { BookmarkChange } from "../../core/bookmark.js";
import type { EntryId } from "../../core/entry.js";
import type { Micros } from "../../core/time.js";
import type { Db } from "../database.js";

export type StoredBookmark = {
  readonly entry: EntryId;
  readonly note: string | undefined;
  readonly tags: readonly string[];
};

/** More than anybody finds their way among; of more the newest are given. */
const MOST = 1_000;

/** In the order of their making, the newest first. */
export function readBookmarks(db: Db): readonly StoredBookmark[] {
  const rows = db
    .prepare<[number], [EntryId, string | null, string]>(
      "SELECT entry, note, tags FROM bookmark ORDER BY made DESC, entry LIMIT ?",
    )
    .raw()
    .all(MOST);
  return rows.map(([entry, note, tags]) => ({
    entry,
    note: note ?? undefined,
    tags: tags.split(" ").filter((tag) => tag !== ""),
  }));
}

/** Belongs in a transaction that writes. */
export function writeBookmark(db: Db, change: BookmarkChange, now: Micros): void {
  if (change.kind === "remove") db.prepare("DELETE FROM bookmark WHERE entry = ?").run(change.entry);
  else {
    db.prepare(
      `INSERT INTO bookmark (entry, made, note, tags) VALUES (?, ?, ?, ?)
       ON CONFLICT (entry) DO UPDATE SET note = excluded.note, tags = excluded.tags`,
    ).run(change.entry, now, change.note ?? null, change.tags.join(" "));
  }
}
