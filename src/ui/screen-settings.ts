import type { Moment } from "../app/moment.js";
import type { KeyOverrides } from "../app/keys/merge.js";
import type { Level } from "../core/level.js";
import type { Engine } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import type { SavedPlace } from "../core/query/saved/saved-filter.js";
import type { HistoryFile } from "./kept/history-file.js";
import type { Restore } from "./kept/keep-screen.js";
import type { ScreenFiles } from "./kept/screen-files.js";
import type { OutsideForms } from "./outside/outside.js";
import type { ConfigSource } from "./runtime/follow-config.js";
import type { Environment } from "./terminal/abilities.js";
import type { EndingSignal } from "./terminal/restore.js";
import type { ZoneOffset } from "./time-text.js";

/** What the user wants of the screen. */
export type ScreenSettings = {
  /** The query that the view stands on, as typed and as read. */
  readonly query?: { readonly text: string; readonly query: Query };
  readonly level?: Level | undefined;
  /** False begins at the oldest line. */
  readonly follow?: boolean;
  /** A theme's name, or `auto` to follow the terminal's background, `daylight` the hour. */
  readonly theme: string;
  /** What `auto` and `daylight` stand for; `dark` and `light` if not given. */
  readonly standingThemes?: { readonly dark: string; readonly light: string };
  /** Where the user's own themes are; need not exist. */
  readonly themeFolder?: string | undefined;
  readonly color: "auto" | "always" | "never";
  readonly ascii: boolean;
  /** For screen readers; what moves is reduced, too. */
  readonly plain?: boolean;
  readonly reducedMotion?: boolean;
  readonly mouse: boolean;
  /** A layout's name; `default` if not given. */
  readonly layout?: string;
  /** Whether the log is a recording made to be looked at; the header says so. */
  readonly isDemo?: boolean;
  /** Where the screen is kept, and whether it is shown again; absent where nothing is kept. */
  readonly kept?: { readonly files: ScreenFiles; readonly restore: Restore };
  /** Where what is entered in prompts is kept; absent where nothing is. */
  readonly history?: HistoryFile;
  /** Where filters with names are kept; absent where there is no such place. */
  readonly saved?: SavedPlace;
  /** Keys by command id. */
  readonly keys?: KeyOverrides;
};

/** What the screen shows, for whom, and in what surroundings. */
export type ScreenInput = {
  readonly engine: Engine;
  readonly settings: ScreenSettings;
  readonly environment: Environment;
  /** How what leaves the screen is written. */
  readonly outside: OutsideForms;
  /** Read again when it changes; absent where nobody may change anything. */
  readonly config?: ConfigSource;
  /** Local time; the machine's own unless given. */
  readonly zone?: ZoneOffset;
  /** What times in queries mean at this moment. */
  readonly moment: () => Moment;
};

/** How the screen came to its end. */
export type ScreenExit =
  | { readonly kind: "quit" }
  | { readonly kind: "signal"; readonly signal: EndingSignal }
  /** A mistake of ours while drawing or updating. */
  | { readonly kind: "crashed"; readonly error: unknown };
