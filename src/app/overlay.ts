import type { EntryId, LogEntry } from "../core/entry.js";
import type { Link } from "../core/links/link.js";
import type { Page } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import type { QueryFault } from "../core/query/query-fault.js";
import type { Candidate } from "./completion/candidate.js";
import type { CommandId } from "./command-id.js";
import type { Lines } from "./outside/lines.js";
import type { FilterMode, Search } from "./state.js";

/** One line of text being edited; `caret` counts UTF-16 units and never stands inside a character. */
export type TextInput = { readonly text: string; readonly caret: number };

/** What lies over the view. The last one of the stack has the keyboard; Esc takes it away. */
export type Overlay = { readonly kind: "help"; readonly scroll: number } | PromptOverlay | DetailOverlay | ListOverlay;

/** Overlays with a line of text: their scopes stop the search for a binding, what is not bound is typed. */
export type PromptOverlay = CommandPrompt | PalettePrompt | SearchPrompt | FilterPrompt | AskPrompt;

type CommandPrompt = {
  readonly kind: "command";
  readonly input: TextInput;
  /** Index into the history while walking it, and what was typed before. */
  readonly recall: Recall | undefined;
  /** Tab's candidates and the one chosen. */
  readonly completion: Completion | undefined;
  /** What is wrong with what is typed so far. */
  readonly fault: TypedFault | undefined;
};

/** What is wrong with a text, and with which stretch of it, in UTF-16 units. */
export type TypedFault = Pick<QueryFault, "message" | "hint" | "at" | "length" | "suggestion">;

/** What a command needs to know before it can be run. */
export type AskPrompt = {
  readonly kind: "ask";
  readonly command: CommandId;
  readonly input: TextInput;
  readonly recall: Recall | undefined;
  readonly completion: Completion | undefined;
};

/** Where one is in the history, and what was typed before going there. */
export type Recall = { readonly index: number; readonly typed: string };

/** The candidates that Tab walks through. */
export type Completion = {
  /** The text before the completed part; candidates are put after it. */
  readonly stem: string;
  readonly candidates: readonly Candidate[];
  readonly index: number;
  /** Whether they are what could stand there, or what was entered before. */
  readonly source: "offers" | "history";
};

/** The fuzzy finder of commands. */
export type PalettePrompt = { readonly kind: "palette"; readonly input: TextInput; readonly selected: number };

/** The search while it is typed. */
export type SearchPrompt = {
  readonly kind: "search";
  readonly input: TextInput;
  readonly recall: Recall | undefined;
  /** Where Esc goes back to. */
  readonly origin: Origin;
  readonly fault: QueryFault | undefined;
  readonly completion: Completion | undefined;
  /** Nothing in the log matches what is typed. */
  readonly missing: boolean;
};

/** What Esc in the search prompt puts back. */
export type Origin = {
  readonly cursor: EntryId | undefined;
  readonly line: number;
  readonly follow: boolean;
  readonly search: Search | undefined;
};

/** A filter while it is typed. */
export type FilterPrompt = {
  readonly kind: "filter";
  readonly input: TextInput;
  readonly recall: Recall | undefined;
  readonly mode: FilterMode;
  /** The filter that is being changed; undefined adds one. */
  readonly editing: number | undefined;
  /** The name of the saved filter that is being changed: nothing is filtered by it. */
  readonly saving: string | undefined;
  readonly fault: QueryFault | undefined;
  readonly preview: Preview | undefined;
  readonly completion: Completion | undefined;
};

/** What would stay on the screen if Enter were pressed now. */
type Preview = {
  readonly query: Query;
  /** Undefined until counted. */
  readonly count: number | undefined;
  /** The nearest entries that would stay. */
  readonly sample: readonly LogEntry[] | undefined;
};

/** The panel with all of one entry. */
export type DetailOverlay = {
  readonly kind: "detail";
  readonly entry: LogEntry;
  /** Index of the focused item of `selectDetail`. */
  readonly selected: number;
  /** First line shown. */
  readonly scroll: number;
  /** The entries around it, filters or not; undefined until they have come. */
  readonly neighbours: Page | undefined;
  /** The exact bytes as hexadecimal text, for entries that are not UTF-8. */
  readonly hex: string | undefined;
};

/** A list to choose from. */
export type ListOverlay = {
  readonly kind: "list";
  readonly list: ListKind;
  readonly selected: number;
  /** The theme that Esc goes back to. */
  readonly restore: string | undefined;
  /** In the list of filters: lines that the selected one matches. */
  readonly sample?: FilterSample;
  /** What the entry names that one can go to. */
  readonly links?: readonly Link[];
  /** What waits to be written to a file that is there already. */
  readonly writing?: { readonly path: string; readonly lines: Lines };
};

/** The newest lines that the selected filter matches. */
export type FilterSample = {
  /** Which row and query they are of. */
  readonly of: string;
  readonly request: number;
  /** Undefined until they have come. */
  readonly entries: readonly LogEntry[] | undefined;
};

/** What a list chooses among. */
export type ListKind = "filters" | "levels" | "sources" | "themes" | "layouts" | "parts" | "links" | "file-there";
