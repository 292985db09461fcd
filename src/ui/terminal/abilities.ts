import type { ColourDepth } from "../../theme/roles.js";

/** The variables of the environment that say what a terminal can. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How many colours to use. `FORCE_COLOR` and `NO_COLOR` decide before anything else (force-color.org, no-color.org), then
 * what the terminal says of itself; inside tmux and screen `COLORTERM` is the outer terminal's word and still right.
 */
export function colourDepthOf(environment: Environment): ColourDepth {
  const { FORCE_COLOR: force, NO_COLOR: none, COLORTERM: colours = "", TERM: term = "" } = environment;
  const forced = force === undefined ? undefined : FORCED[force];
  if (forced !== undefined) return forced;
  if (none !== undefined && none !== "") return 0;
  if (term === "dumb") return 0;
  if (/truecolor|24bit/i.test(colours) || /-direct$|^xterm-(?:kitty|ghostty)$|^alacritty|^foot/.test(term))
    return 16_777_216;
  if (/256/.test(term)) return 256;
  return /mono|^vt\d|m$/.test(term) && !/^(?:xterm|linux|ansi|cygwin)/.test(term) ? 0 : 16;
}

/** Whether text beyond ASCII can be shown, by the locale; a locale that says nothing of its characters is the C one. */
export function showsUnicode(environment: Environment): boolean {
  const locale = [environment["LC_ALL"], environment["LC_CTYPE"], environment["LANG"]].find(
    (value) => value !== undefined && value !== "",
  );
  return locale !== undefined && /utf-?8/i.test(locale);
}

/**
 * Whether text can carry an address (OSC 8), by what terminals say of themselves; others would show nothing of it, or
 * garbage. tmux passes links on from 3.4; screen does not.
 */
export function showsLinks(environment: Environment): boolean {
  const { FORCE_HYPERLINK: force, TERM: term = "", TERM_PROGRAM: program = "" } = environment;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  // Within another program the variables of the outer terminal are still there.
  if (environment["TMUX"] !== undefined) {
    return program === "tmux" && isAtLeast(environment["TERM_PROGRAM_VERSION"], 3, 4);
  }
  if (environment["STY"] !== undefined || /^(?:dumb|linux|screen|vt\d)/.test(term)) return false;
  return LINKING_PROGRAMS.test(program) || LINKING_TERMS.test(term) || isLinkingVersion(environment);
}

function isLinkingVersion(environment: Environment): boolean {
  return (
    Number(environment["VTE_VERSION"] ?? 0) >= FIRST_VTE ||
    Number(environment["KONSOLE_VERSION"] ?? 0) >= FIRST_KONSOLE ||
    environment["WT_SESSION"] !== undefined
  );
}

const LINKING_PROGRAMS = /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|rio|Tabby|contour)$/;
const LINKING_TERMS = /^(?:xterm-kitty|xterm-ghostty|foot|alacritty|contour|wezterm|rio)/;

/** Versions that first knew links, and knew them without faults: 0.50.1 and 20.12. */
const FIRST_VTE = 5_001;
const FIRST_KONSOLE = 201_200;

function isAtLeast(version: string | undefined, major: number, minor: number): boolean {
  const [, first = "0", second = "0"] = /^(\d+)\.(\d+)/.exec(version ?? "") ?? [];
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}

/** Whether the terminal's background is dark by `COLORFGBG` ("15;0": the last is the background's number). */
export function backgroundByEnvironment(environment: Environment): "dark" | "light" | undefined {
  const number = environment["COLORFGBG"]?.split(";").at(-1);
  if (number === undefined || !/^\d{1,2}$/.test(number)) return undefined;
  return number === "7" || Number(number) >= 9 ? "light" : "dark";
}

const FORCED: Readonly<Record<string, ColourDepth>> = {
  "0": 0,
  false: 0,
  "": 16,
  true: 16,
  "1": 16,
  "2": 256,
  "3": 16_777_216,
};
