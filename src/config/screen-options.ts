import type { OptionRow } from "./option-row.js";

/** How the screen looks and begins. */
export const SCREEN_OPTIONS = {
  theme: {
    flags: "--theme <name>",
    kind: "text",
    env: "LOGSTREAM_THEME",
    setting: "theme",
    fallback: "auto",
    help: "colours: a name from `logstream themes`, auto to follow the terminal's background, or the hour where nothing tells it, daylight to follow the hour",
  },
  darkTheme: {
    flags: "--dark-theme <name>",
    kind: "text",
    setting: "theme.dark",
    fallback: "dark",
    help: "what auto and daylight stand for on a dark terminal and at night",
  },
  lightTheme: {
    flags: "--light-theme <name>",
    kind: "text",
    setting: "theme.light",
    fallback: "light",
    help: "what auto and daylight stand for on a light terminal and by day",
  },
  color: {
    flags: "--color <when>",
    kind: "choice",
    choices: ["auto", "always", "never"],
    setting: "color",
    fallback: "auto",
    help: "when to use colour; NO_COLOR, FORCE_COLOR and CLICOLOR are honoured too",
  },
  ascii: {
    flags: "--ascii",
    kind: "flag",
    env: "LOGSTREAM_ASCII",
    setting: "ascii",
    help: "draw with plain ASCII characters",
  },
  mouse: {
    flags: "--mouse",
    kind: "flag",
    env: "LOGSTREAM_MOUSE",
    setting: "mouse",
    help: "let the mouse wheel and clicks work (the terminal's own selection then needs Shift)",
  },
  layout: {
    flags: "--layout <name>",
    kind: "text",
    env: "LOGSTREAM_LAYOUT",
    setting: "layout",
    fallback: "default",
    help: "how the screen is laid out: default, compact, detailed, or one that you saved",
  },
  restore: {
    flags: "--restore <when>",
    kind: "choice",
    choices: ["ask", "always", "never"],
    env: "LOGSTREAM_RESTORE",
    setting: "restore",
    fallback: "ask",
    help: "whether the screen begins as these sources were left: with their view, filters and place",
  },
} as const satisfies Readonly<Record<string, OptionRow>>;
