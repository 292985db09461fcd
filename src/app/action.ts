import type { Bookmark } from "../core/bookmark.js";
import type { LogEntry } from "../core/entry.js";
import type { MachineSeries } from "../core/machine/metrics.js";
import type { Fault } from "../core/fault.js";
import type {
  AggregateSnapshot,
  EngineNews,
  OlderFetch,
  Overview,
  Page,
  PatternsSnapshot,
  TimeSpan,
} from "../core/ports.js";
import type { SavedChange, SavedFilter } from "../core/query/saved/saved-filter.js";
import type { Session } from "../core/session.js";
import type { Binding } from "./binding.js";
import type { CommandId } from "./command-id.js";
import type { FolderNames } from "./completion/paths.js";
import type { Effect } from "./effect.js";
import type { KeptBefore } from "./kept/kept-screen.js";
import type { Lines } from "./outside/lines.js";
import type { Size } from "./state.js";

/**
 * Everything that can happen. Imperative kinds come from the person and are never dropped; kinds in the past tense are
 * news.
 */
export type Action =
  /** A key by its normalised name (`keyName`). */
  | { readonly kind: "press"; readonly key: string }
  /** Text that was pasted: never read as keys. */
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: "run"; readonly command: CommandId; readonly argument?: string; readonly count?: number }
  /** Mouse wheel over the view: lines, negative is up. */
  | { readonly kind: "wheel"; readonly lines: number }
  /** Mouse button on a cell of the terminal, both from 0. */
  | { readonly kind: "point"; readonly row: number; readonly column: number }
  /** The pressed button moves over a cell, and is let go. */
  | { readonly kind: "drag"; readonly row: number; readonly column: number }
  | { readonly kind: "let-go" }
  | { readonly kind: "resized"; readonly size: Size }
  | { readonly kind: "engine-advanced"; readonly news: EngineNews }
  | { readonly kind: "page-loaded"; readonly request: number; readonly page: Page }
  | { readonly kind: "found"; readonly request: number; readonly entry: LogEntry | undefined }
  | { readonly kind: "counted"; readonly request: number; readonly count: number }
  | { readonly kind: "preview-counted"; readonly request: number; readonly count: number }
  | { readonly kind: "preview-loaded"; readonly request: number; readonly page: Page }
  | { readonly kind: "sample-loaded"; readonly request: number; readonly page: Page }
  | { readonly kind: "values-came"; readonly request: number; readonly snapshot: AggregateSnapshot }
  | { readonly kind: "folder-came"; readonly request: number; readonly folder: FolderNames }
  | { readonly kind: "overview-loaded"; readonly request: number; readonly overview: Overview }
  | { readonly kind: "patterns-came"; readonly request: number; readonly snapshot: PatternsSnapshot }
  | { readonly kind: "table-came"; readonly request: number; readonly snapshot: AggregateSnapshot }
  | { readonly kind: "bookmarks-came"; readonly request: number; readonly bookmarks: readonly Bookmark[] }
  | { readonly kind: "machine-came"; readonly request: number; readonly series: MachineSeries }
  | { readonly kind: "reach-came"; readonly request: number; readonly reach: TimeSpan | undefined }
  | { readonly kind: "sessions-came"; readonly request: number; readonly sessions: readonly Session[] }
  | {
      readonly kind: "detail-loaded";
      readonly request: number;
      readonly neighbours: Page;
      /** Only for entries that carry `Mark.notUtf8`. */
      readonly raw: Uint8Array | undefined;
    }
  /** The effect could not be carried out (not: was cancelled). */
  | {
      readonly kind: "effect-failed";
      readonly effect: Effect["kind"];
      readonly request: number | undefined;
      readonly fault: Fault;
    }
  /** What was entered in prompts before this start, oldest first. */
  | { readonly kind: "history-came"; readonly entered: readonly { readonly prompt: string; readonly text: string }[] }
  /** What the file of saved filters holds now. */
  | { readonly kind: "saved-came"; readonly filters: readonly SavedFilter[] }
  | { readonly kind: "saved-imported"; readonly filters: readonly SavedFilter[] }
  /** A change of the saved filters could not be written. */
  | { readonly kind: "saved-not-kept"; readonly change: SavedChange; readonly fault: Fault }
  | { readonly kind: "notice-expired"; readonly id: number }
  | { readonly kind: "overview-due" }
  | { readonly kind: "reload-due" }
  | { readonly kind: "view-due" }
  | { readonly kind: "replay-due" }
  /** A count of one digit was not continued: the digit is a key of its own. */
  | { readonly kind: "keys-timed-out" }
  | { readonly kind: "themes-changed"; readonly current: string; readonly available: readonly string[] }
  /** What a screen of these sources was before is known; `ask` only offers it. */
  | { readonly kind: "kept-found"; readonly before: KeptBefore; readonly restore: "ask" | "always" }
  | { readonly kind: "offer-expired" }
  | { readonly kind: "bindings-changed"; readonly bindings: readonly Binding[] }
  | { readonly kind: "older-fetched"; readonly outcome: OlderFetch }
  /** Nothing was written: somebody has to say what is to become of the file. */
  | { readonly kind: "file-is-there"; readonly path: string; readonly lines: Lines }
  /** Something outside the state has to be said: a suspended terminal, a lost worker. */
  | { readonly kind: "noticed"; readonly tone: "info" | "warning"; readonly text: string }
  | { readonly kind: "faulted"; readonly fault: Fault };
