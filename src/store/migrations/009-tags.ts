import type { Migration } from "./registry.js";

/** Words that somebody put on a bookmark, with blanks between them; none is empty or has a blank in it. */
export const tags: Migration = {
  version: 9,
  sql: "ALTER TABLE bookmark ADD COLUMN tags TEXT NOT NULL DEFAULT '';",
};
