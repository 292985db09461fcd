import type { BookmarkChange } from "../core/bookmark.js";
import type { EntryId } from "../core/entry.js";
import type { FindRequest, PageRequest, PatternsRequest, Scope } from "../core/ports.js";
import type { MachineRequest } from "../core/machine/metrics.js";
import type { Query } from "../core/query/ast.js";
import type { SavedChange, SavedFilter } from "../core/query/saved/saved-filter.js";
import type { Statement } from "../core/query/statement.js";
import type { Action } from "./action.js";
import type { Lines } from "./outside/lines.js";

/**
 * What is to be done outside the state, as data; `ui/runtime` carries it out and answers with the action named. An effect
 * with a `request` number makes an earlier one of its kind needless (cancel it), but for `count`, whose answers are all
 * wanted. A failure that is not a cancellation is answered with `effect-failed`.
 */
export type Effect =
  /** `reader.page` → `page-loaded`. */
  | { readonly kind: "load-page"; readonly request: number; readonly page: PageRequest }
  /** `reader.find` → `found`. */
  | { readonly kind: "find"; readonly request: number; readonly find: FindRequest }
  /** `reader.count` → `counted`. */
  | { readonly kind: "count"; readonly request: number; readonly query: Query; readonly scope: Scope }
  /** `reader.count` → `preview-counted` and, of its own accord, `reader.page` → `preview-loaded`; wait some 100 ms first. */
  | { readonly kind: "preview"; readonly request: number; readonly page: PageRequest }
  /** `reader.page` → `sample-loaded`; wait some 100 ms first. */
  | { readonly kind: "sample"; readonly request: number; readonly page: PageRequest }
  /** `reader.aggregate` → `values-came`, again while they are counted. */
  | { readonly kind: "load-values"; readonly request: number; readonly statement: Statement; readonly scope: Scope }
  /** → `folder-came`; of what cannot be read, with no names. */
  | { readonly kind: "list-folder"; readonly request: number; readonly folder: string }
  /** Nobody wants these counts any more. */
  | { readonly kind: "call-off"; readonly counts: readonly number[]; readonly values: boolean }
  /** Writes a change of the saved filters → `saved-came` or `saved-not-kept`. */
  | { readonly kind: "keep-saved"; readonly change: SavedChange }
  /** → `noticed` or `faulted`. */
  | { readonly kind: "export-saved"; readonly path: string; readonly filters: readonly SavedFilter[] }
  /** → `saved-imported` or `faulted`. */
  | { readonly kind: "import-saved"; readonly path: string }
  /** `reader.overview` → `overview-loaded`. */
  | {
      readonly kind: "load-overview";
      readonly request: number;
      readonly query: Query;
      readonly scope: Scope;
      readonly buckets: number;
    }
  /** `reader.aggregate` → `table-came`, again while the table grows. One with the same `key` takes its place. */
  | {
      readonly kind: "load-table";
      readonly request: number;
      readonly key: string;
      readonly statement: Statement;
      readonly scope: Scope;
    }
  /** `reader.patterns` → `patterns-came`, again while they are counted. */
  | { readonly kind: "load-patterns"; readonly request: number; readonly patterns: PatternsRequest }
  /** `reader.bookmarks` → `bookmarks-came`. */
  | { readonly kind: "load-bookmarks"; readonly request: number }
  /** `engine.keepBookmark` → nothing, or `faulted`. */
  | { readonly kind: "keep-bookmark"; readonly change: BookmarkChange }
  /** `reader.machine` → `machine-came`. */
  | { readonly kind: "load-machine"; readonly request: number; readonly series: MachineRequest }
  /** `reader.sources` → `reach-came`. */
  | { readonly kind: "load-reach"; readonly request: number; readonly scope: Scope }
  /** `reader.sessions` → `sessions-came`. */
  | { readonly kind: "load-sessions"; readonly request: number }
  /** `reader.page` and, when `raw`, `reader.raw` → `detail-loaded`. */
  | {
      readonly kind: "load-detail";
      readonly request: number;
      readonly id: EntryId;
      readonly raw: boolean;
      readonly page: PageRequest;
    }
  /** Dispatches the action after some time; another one with the same key takes its place. */
  | { readonly kind: "schedule"; readonly key: string; readonly ms: number; readonly action: Action }
  /** Loads the theme and draws with it → `themes-changed` or `faulted`. */
  | { readonly kind: "apply-theme"; readonly name: string }
  /** `engine.fetchOlder` → `older-fetched`. */
  | { readonly kind: "fetch-older" }
  /** Puts the lines, or one text, where other programs paste from → `noticed` or `faulted`, as all that goes outside. */
  | { readonly kind: "copy-lines"; readonly lines: Lines }
  | { readonly kind: "copy-text"; readonly text: string; readonly what: string }
  /** Copies the command line that gives these lines. */
  | { readonly kind: "copy-query"; readonly lines: Lines }
  /** A file that is there already is left as it is, and asked about: `file-is-there`. */
  | {
      readonly kind: "write-lines";
      readonly lines: Lines;
      readonly path: string;
      readonly ifThere: "ask" | "append" | "replace";
    }
  /** Lends the terminal to a command of the shell, whose input the lines are. */
  | { readonly kind: "pipe-lines"; readonly lines: Lines; readonly command: string }
  /** Gives an address to the desktop; where there is none it is copied. */
  | { readonly kind: "open-url"; readonly url: string }
  /** Lends the terminal to the editor, with the file open at its line. */
  | {
      readonly kind: "edit-file";
      readonly path: string;
      readonly line: number | undefined;
      readonly column: number | undefined;
    }
  /** Lends the terminal to the manual. */
  | { readonly kind: "show-manual"; readonly page: string; readonly section: string }
  | { readonly kind: "redraw" }
  /** Gives the terminal back and stops, as Ctrl-Z does. */
  | { readonly kind: "suspend" }
  | { readonly kind: "quit" };

/** What `update` gives back. */
export type Step<Value> = { readonly state: Value; readonly effects: readonly Effect[] };
