import type { Migration } from "./registry.js";

/** An entry that somebody marked, by its id, which is never used again; `note` is what they wrote of it. */
export const bookmarks: Migration = {
  version: 7,
  sql: "CREATE TABLE bookmark (entry INTEGER PRIMARY KEY, made INTEGER NOT NULL, note TEXT) STRICT;",
};
