import process from "node:process";
import { environmentOf, type Home, PROGRAM } from "./program.js";
import { type LaunchedTerminal, type LaunchOptions, launch } from "./terminal.js";

/** The real program in a real terminal. */
export function openScreen(home: Home, args: readonly string[], options: LaunchOptions = {}): LaunchedTerminal {
  return launch(process.execPath, [PROGRAM, ...args], onTerminal(home, options));
}

/** A shell in a terminal, in which `logstream` is the program; its prompt is `$ `. */
export function openShell(home: Home, options: LaunchOptions = {}): LaunchedTerminal {
  const rc = home.write(
    ".shellrc",
    `PS1='$ '; logstream() { "${process.execPath}" "${PROGRAM}" "$@"; }\nunset PROMPT_COMMAND\nbind 'set enable-bracketed-paste off' 2>/dev/null\n`,
  );
  return launch("bash", ["--noprofile", "--rcfile", rc, "-i"], onTerminal(home, options));
}

function onTerminal(home: Home, options: LaunchOptions): LaunchOptions {
  const env = { ...environmentOf(home), COLORTERM: "truecolor", ...options.env };
  return { cwd: home.path, columns: 100, rows: 30, ...options, env };
}
