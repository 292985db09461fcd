import { type Level, levelNumber } from "../core/level.js";
import type { StepState } from "../core/build-report.js";
import type { SessionResult } from "../core/session.js";
import type { SourceState } from "../core/ports.js";

/** How something ended, or how far it is. */
export type OutcomeSign = StepState | SessionResult | "fetch";

/** Every character of our own on the screen; each is one cell wide (`ellipsis` of ASCII: three). */
export type Glyphs = {
  readonly ellipsis: string;
  /** Begins a line whose start is out of sight. */
  readonly cutLeft: string;
  readonly cursor: string;
  readonly mark: string;
  readonly selected: string;
  readonly down: string;
  readonly rule: string;
  readonly vertical: string;
  /** Between the ends of a range. */
  readonly range: string;
  /** The part of the log that is seen. */
  readonly thumb: string;
  readonly track: string;
  /** Where there are some errors or warnings, and where there are many. */
  readonly trackSome: string;
  readonly trackMany: string;
  /** Where a search has matches. */
  readonly hit: string;
  readonly failed: string;
  readonly check: string;
  readonly outcomes: Readonly<Record<OutcomeSign, string>>;
  /** Before what folds. */
  readonly open: string;
  readonly closed: string;
  /** Shades from little to much, and a cell where there is nothing. */
  readonly heat: readonly string[];
  readonly heatNone: string;
  /** A cell of a bar, from a little to full. */
  readonly bars: readonly string[];
  /** Where a clock stands on a bar, and beside how often. */
  readonly hand: string;
  readonly times: string;
  /** Left and right corner of a border. */
  readonly corners: { readonly top: readonly [string, string]; readonly bottom: readonly [string, string] };
  readonly states: Readonly<Record<SourceState, string>>;
  /** By syslog number, then unknown: a shape for each level, so that colour is never alone. */
  readonly levels: readonly string[];
  /** The same where the level was only guessed from the words. */
  readonly guessed: readonly string[];
};

const UNICODE: Glyphs = {
  ellipsis: "…",
  cutLeft: "‹",
  cursor: "▌",
  mark: "◆",
  selected: "›",
  down: "▼",
  rule: "─",
  vertical: "│",
  range: "–",
  thumb: "█",
  track: "│",
  trackSome: "┃",
  trackMany: "▐",
  hit: "━",
  failed: "✗",
  check: "✓",
  outcomes: {
    planned: "○",
    waiting: "‖",
    running: "▶",
    done: "✓",
    failed: "✗",
    fetch: "↓",
    succeeded: "✓",
    interrupted: "■",
    unknown: "?",
  },
  open: "▾",
  closed: "▸",
  heat: ["░", "▒", "▓", "█", "█"],
  heatNone: "·",
  bars: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
  hand: "┃",
  times: "×",
  corners: { top: ["╭", "╮"], bottom: ["╰", "╯"] },
  states: { starting: "◌", loading: "◐", following: "●", ended: "○", failed: "✗", shared: "◎" },
  levels: ["!", "A", "C", "●", "▲", "◇", "·", " ", " "],
  guessed: ["!", "A", "C", "○", "△", "◇", "·", " ", " "],
};

const ASCII: Glyphs = {
  ellipsis: "...",
  cutLeft: "<",
  cursor: ">",
  mark: "*",
  selected: ">",
  down: "v",
  rule: "-",
  vertical: "|",
  range: "-",
  thumb: "#",
  track: "|",
  trackSome: "-",
  trackMany: "=",
  hit: "/",
  failed: "!",
  check: "x",
  outcomes: {
    planned: "o",
    waiting: "=",
    running: ">",
    done: "+",
    failed: "x",
    fetch: "v",
    succeeded: "+",
    interrupted: "#",
    unknown: "?",
  },
  open: "-",
  closed: "+",
  heat: [".", ":", "+", "%", "#"],
  heatNone: " ",
  bars: [".", ":", "=", "#"],
  hand: "|",
  times: "x",
  corners: { top: ["+", "+"], bottom: ["+", "+"] },
  states: { starting: ".", loading: "~", following: "+", ended: "-", failed: "!", shared: "=" },
  levels: ["!", "A", "C", "E", "W", "N", "I", "D", " "],
  guessed: ["!", "A", "C", "e", "w", "n", "i", "d", " "],
};

/** What would only be read out as signs is blank; what tells something stays a letter. */
export const PLAIN_GLYPHS: Glyphs = {
  ...ASCII,
  rule: " ",
  vertical: " ",
  thumb: " ",
  track: " ",
  trackSome: " ",
  trackMany: " ",
  hit: " ",
  heat: [" ", " ", " ", " ", " "],
  bars: [" ", " ", " ", " "],
  hand: " ",
  corners: { top: [" ", " "], bottom: [" ", " "] },
};

export function glyphsFor(unicode: boolean): Glyphs {
  return unicode ? UNICODE : ASCII;
}

const WORDS = ["emerg", "alert", "crit", "error", "warn", "note", "info", "debug", ""] as const;
/** `~` marks what is not written in the record but concluded. */
const GUESSED_WORDS = ["emrg~", "alrt~", "crit~", "err~", "warn~", "note~", "info~", "dbg~", ""] as const;

/** The level in five cells. */
export function levelWord(level: Level | undefined, isGuessed: boolean): string {
  return (isGuessed ? GUESSED_WORDS : WORDS)[levelNumber(level)] ?? "";
}
