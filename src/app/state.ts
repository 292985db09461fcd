import type { Bookmark } from "../core/bookmark.js";
import type { EntryId } from "../core/entry.js";
import type { Level } from "../core/level.js";
import type { EngineNews, Overview, Page, RepeatKind, Scope } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import type { Micros } from "../core/time.js";
import type { Binding } from "./binding.js";
import type { FolderNames } from "./completion/paths.js";
import type { FieldValues } from "./completion/values.js";
import type { KeptState } from "./kept/kept-screen.js";
import type { Looks } from "./looks/looks.js";
import type { Overlay } from "./overlay.js";
import type { ColumnNeeds } from "./stream/columns.js";
import type { UndoState } from "./query/undo.js";
import type { SavedState } from "./saved/saved-state.js";
import type { StripState } from "./stream/strip-state.js";
import type { ViewId } from "./view-id.js";
import type { MetricsState } from "./views/metrics/metrics-state.js";
import type { HeatmapState } from "./views/heatmap/heatmap-state.js";
import type { PatternsState } from "./views/patterns/patterns-state.js";
import type { ReplayState } from "./views/replay/replay-state.js";
import type { SessionsState } from "./views/sessions/sessions-state.js";

/**
 * Everything that the screen shows, as plain data: it survives `structuredClone`. It holds the window that is on the
 * screen, never the log. Components read it through `selectors/` only.
 */
export type State = {
  readonly size: Size;
  readonly scope: Scope;
  /** The log is a recording made to be looked at. */
  readonly isDemo: boolean;
  /** The newest news of the engine; undefined until the first. */
  readonly engine: EngineNews | undefined;
  readonly view: ViewId;
  /** Where drilling into lines began, the last one at the end: q goes back there. */
  readonly viewsBehind: readonly ViewBehind[];
  /** The moment that charts and lines share. In the stream it is its cursor's, and this where it came from. */
  readonly timeCursor: Micros | undefined;
  /** Whether `view-due` has been scheduled. */
  readonly viewDue: boolean;
  readonly stream: StreamState;
  /** The histogram below the lines. */
  readonly strip: StripState;
  readonly metrics: MetricsState;
  readonly heatmap: HeatmapState;
  readonly patterns: PatternsState;
  readonly replay: ReplayState;
  readonly sessions: SessionsState;
  readonly filters: FilterState;
  readonly saved: SavedState;
  readonly undo: UndoState;
  /** What is known for completion. */
  readonly offers: OffersState;
  /** The search whose matches are highlighted and that n and N walk. */
  readonly search: Search | undefined;
  /** The last one has the keyboard. */
  readonly overlays: readonly Overlay[];
  readonly keys: KeyState;
  readonly notices: readonly Notice[];
  readonly kept: KeptState;
  readonly looks: Looks;
  /** The border between two panes is held by the mouse. */
  readonly isDragging: boolean;
  readonly histories: Histories;
  readonly themes: { readonly current: string; readonly available: readonly string[] };
  /** Default bindings with the user's own merged in. */
  readonly bindings: readonly Binding[];
  readonly requests: Requests;
};

/** Cells of the whole terminal. */
export type Size = { readonly columns: number; readonly rows: number };

/** What is put back when somebody comes back from the lines. */
export type ViewBehind = {
  readonly view: ViewId;
  readonly filters: FilterState;
  /** What was drilled into may have had sources of its own. */
  readonly scope: Scope;
  readonly timeCursor: Micros | undefined;
  readonly cursor: EntryId | undefined;
};

/** The view of the log's lines: which part of them is here, and how it is shown. */
export type StreamState = {
  readonly page: Page | undefined;
  /** What the columns need room for, of all that was seen so far. */
  readonly needs: ColumnNeeds;
  /** The entry that the reader is on; always one of the page, undefined when the page is empty. */
  readonly cursor: EntryId | undefined;
  /** The last entry the cursor was on: where to begin again after an empty page. */
  readonly lastCursor: EntryId | undefined;
  /** Line of the stream's area on which the cursor's entry begins; negative when its first lines are above the area. */
  readonly cursorLine: number;
  /** Entries still to go (negative: up) as soon as the page that holds them has come. */
  readonly travel: number;
  readonly follow: boolean;
  /** How much there was when following ended: what came since is the badge. */
  readonly paused: { readonly entries: number; readonly matches: number | undefined } | undefined;
  /** The display ends with this entry while it is frozen. */
  readonly frozen: Frozen | undefined;
  /** What the last page cost to get, in milliseconds, and whether `reload-due` has been scheduled. */
  readonly pageMs: number;
  readonly reloadDue: boolean;
  /** More may have come below the page since it was read. */
  readonly grown: boolean;
  /** In the order of the log. */
  readonly marks: readonly Bookmark[];
  readonly markedOnly: boolean;
  /** Neighbours that are shown on either side of what the filters let through. */
  readonly context: number;
  /** Which neighbours are shown as one line, and the first entries of those runs that are open nevertheless. */
  readonly repeats: { readonly as: RepeatKind | "off"; readonly opened: readonly EntryId[] };
  readonly wrap: boolean;
  /** Below each entry the fields that were read from it. */
  readonly fields: boolean;
  /** Cells that the messages are moved to the left. */
  readonly sideways: number;
  /** Entries of several lines that are shown whole (or, with `unfoldAll`, those that are not). */
  readonly unfolded: readonly EntryId[];
  readonly unfoldAll: boolean;
  readonly overview: Overview | undefined;
  /** Where in the log the search `of` has its matches. */
  readonly hits: { readonly of: Search; readonly overview: Overview | undefined } | undefined;
  /** Revision that the overview was last asked for. */
  readonly overviewRevision: number;
  /** Whether `overview-due` has been scheduled. */
  readonly overviewDue: boolean;
  readonly jumps: { readonly back: readonly EntryId[]; readonly ahead: readonly EntryId[] };
  /** Where the selection began that reaches to the cursor; undefined while nothing is selected. */
  readonly selection: Place | undefined;
};

/** Where an entry stands in the order of the log. */
export type Place = { readonly id: EntryId; readonly order: Micros };

type Frozen = {
  readonly order: Micros;
  readonly id: EntryId;
  readonly followed: boolean;
  readonly entries: number;
};

/** Whether a filter shows or hides what it matches. */
export type FilterMode = "include" | "exclude";

/** One filter as the list of filters has it. */
export type Filter = {
  readonly id: number;
  readonly mode: FilterMode;
  readonly text: string;
  readonly query: Query;
  readonly enabled: boolean;
  /** Entries of the scope that match the filter's own query; undefined while they are counted. */
  readonly hits: number | undefined;
};

/** Everything that decides what is let through. */
export type FilterState = {
  /** The query given at the start or with `:query`. */
  readonly base: { readonly text: string; readonly query: Query };
  readonly level: Level | undefined;
  readonly list: readonly Filter[];
  readonly nextId: number;
  /** On an empty page: how many entries would show without each part. */
  readonly without: readonly { readonly part: FilterPart; readonly shows: number }[];
};

/** Names one thing that hides entries. */
export type FilterPart =
  | { readonly kind: "base" }
  | { readonly kind: "level" }
  | { readonly kind: "filter"; readonly id: number };

/** What is searched for: as it was typed, and what it means. */
export type Search = { readonly text: string; readonly query: Query };

/** What prompts have asked for, to offer it. */
type OffersState = {
  /** The field that was asked for last comes first. */
  readonly values: readonly FieldValues[];
  readonly folder: FolderNames | undefined;
  readonly folderAsked: string | undefined;
};

/** A sequence or count that is not complete yet. */
export type KeyState = { readonly pending: readonly string[]; readonly count: number | undefined };

/** How grave a notice is. */
export type Tone = "info" | "warning" | "fault";

/** Something said for some seconds; texts are safe to show. */
export type Notice = {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
  readonly hint: string | undefined;
};

/** What was typed into each prompt, newest last. */
export type Histories = {
  readonly command: readonly string[];
  readonly search: readonly string[];
  readonly filter: readonly string[];
  readonly path: readonly string[];
  readonly shell: readonly string[];
};

/** Requests whose answers are awaited; an answer with another number is out of date and ignored. */
type Requests = {
  readonly next: number;
  readonly page: PendingPage | undefined;
  readonly find: PendingFind | undefined;
  readonly preview: number | undefined;
  readonly overview: { readonly id: number; readonly of: "view" | "hits" } | undefined;
  readonly detail: number | undefined;
  readonly counts: readonly PendingCount[];
  readonly tables: readonly PendingTable[];
  readonly sessions: number | undefined;
  readonly machine: number | undefined;
  readonly reach: number | undefined;
};

type PendingTable = { readonly id: number; readonly view: ViewId; readonly purpose: string };

/** Where the cursor goes when the page has come. */
export type Placement =
  /** It stays on its entry (or the nearest one left) and on its line. */
  | { readonly kind: "keep" }
  | { readonly kind: "head" }
  | { readonly kind: "tail" }
  /** On the last entry before the page's anchor. */
  | { readonly kind: "before-anchor" }
  /**
   * On the page's anchor, at this line of the stream's area. `reveal` is the entry that somebody goes to: a run of repeats
   * that hides it is opened, unless the row that stands for it matches what was looked for (`hit`), too.
   */
  | { readonly kind: "anchor"; readonly line: number; readonly reveal?: Reveal };

type Reveal = { readonly id: EntryId; readonly hit: Query | undefined };

type PendingPage = {
  readonly id: number;
  readonly place: Placement;
  /** Whether repeats were asked for as one. */
  readonly isFolded: boolean;
  /** Undefined until the step that asks is over. */
  readonly askedAt: Micros | undefined;
  /** News came while it was under way, so it may be old when it arrives. */
  readonly outdated: boolean;
};

type PendingFind = {
  readonly id: number;
  readonly pattern: Query;
  readonly goal: FindGoal;
};

/** Why something is looked for, and so what to do when it is not there. */
export type FindGoal =
  | {
      readonly kind: "search";
      readonly direction: "older" | "newer";
      readonly attempt: "first" | "wrapped";
      /** While the text is still being typed. */
      readonly typing: boolean;
    }
  /** `missing` is what to say when there is none; `isExact` where no row of repeats stands for what is found. */
  | {
      readonly kind: "jump";
      readonly missing: string;
      readonly direction: "older" | "newer";
      readonly isExact?: boolean;
    }
  /**
   * The first line of a boot, from below: first out of it (`leave`), then the first line of it behind that (`begin`).
   * `before` is the last line of the boot before, `origin` where the jump began.
   */
  | {
      readonly kind: "boot";
      readonly direction: "older" | "newer";
      readonly boot: string;
      readonly stage: "leave" | "begin";
      readonly origin: EntryId;
      readonly before?: { readonly id: EntryId; readonly boot: string | undefined } | undefined;
    };

/** What a count is for. */
export type CountPurpose =
  | { readonly kind: "hits"; readonly filter: number }
  | { readonly kind: "saved"; readonly name: string }
  | { readonly kind: "without"; readonly part: FilterPart };

type PendingCount = { readonly id: number; readonly purpose: CountPurpose };
