import type { EntryId, LogEntry } from "./entry.js";
import type { Result } from "./fault.js";

/** An entry that somebody wants to find again, and what they have to say of it. */
export type Bookmark = {
  readonly entry: LogEntry;
  /** How many entries were older when it was read; an estimate. */
  readonly position: number;
  readonly note: string | undefined;
  /** Words without blanks. */
  readonly tags: readonly string[];
};

export type BookmarkChange =
  | {
      readonly kind: "set";
      readonly entry: EntryId;
      readonly note: string | undefined;
      readonly tags: readonly string[];
    }
  | { readonly kind: "remove"; readonly entry: EntryId };

/** Where bookmarks are written down. Synchronous, one transaction each; fails while the store refuses to be written. */
export type BookmarkLog = { keep(change: BookmarkChange): Result<void> };
