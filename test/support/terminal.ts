import pty from "@lydell/node-pty";

import { createEmulator, type Emulator } from "./emulator.js";
import { sequenceOfKey } from "./keys.js";
import { savePng } from "./png.js";
import { type Expected, waitForContent } from "./wait-for.js";

export type LaunchOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** On top of a clean environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
};

/** A program in a real terminal, driven as a person would. */
export type LaunchedTerminal = Emulator & {
  readonly pid: number;
  /** Presses keys by their names, one after another: `press("j", "page-down", "ctrl-c")`. */
  readonly press: (...keys: readonly string[]) => void;
  /** Sends text as it is, as a paste without brackets would. */
  readonly type: (text: string) => void;
  readonly waitFor: (expected: Expected, timeoutMs?: number) => Promise<void>;
  readonly resize: (columns: number, rows: number) => void;
  readonly signal: (signal: string) => void;
  /** Stops reading what the program writes, as a stuck terminal does, until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly waitExit: (
    timeoutMs?: number,
  ) => Promise<{ readonly exitCode: number; readonly signal: number | undefined }>;
  /** All that was written so far, as it came. */
  readonly raw: () => string;
  readonly png: (path: string) => Promise<void>;
  readonly kill: () => void;
  /** Closes the terminal, as a window is closed: what runs in it lives on, without it. */
  readonly vanish: () => void;
};

/**
 * Starts a program in a pty of its own, as `launch(process.execPath, ["bin/logstream.js"])`. Variables that would tell it
 * that nobody is looking, or of another terminal, are taken out of its environment.
 */
export function launch(file: string, args: readonly string[], options: LaunchOptions = {}): LaunchedTerminal {
  const { columns = 100, rows = 30, cwd, env = {} } = options;
  const emulator = createEmulator(columns, rows);
  const written: string[] = [];
  let exit: { readonly exitCode: number; readonly signal: number | undefined } | undefined;
  const child = pty.spawn(file, [...args], {
    cols: columns,
    rows,
    name: "xterm-256color",
    env: cleanEnvironment(env),
    ...(cwd !== undefined && { cwd }),
  });
  child.onData((data) => {
    written.push(data);
    emulator.write(data);
  });
  // The terminal answers what the program asks it.
  emulator.terminal.onData((answer) => child.write(answer));
  child.onExit(({ exitCode, signal }) => {
    exit = { exitCode, signal: signal === 0 ? undefined : signal };
  });
  const waitFor = (expected: Expected, timeoutMs?: number): Promise<void> =>
    waitForContent(expected, { ...emulator, ...(timeoutMs !== undefined && { timeoutMs }) });
  return {
    ...emulator,
    pid: child.pid,
    press: (...keys) => {
      for (const key of keys) child.write(sequenceOfKey(key));
    },
    type: (text) => child.write(text),
    waitFor,
    resize: (wantedColumns, wantedRows) => {
      emulator.terminal.resize(wantedColumns, wantedRows);
      child.resize(wantedColumns, wantedRows);
    },
    signal: (signal) => child.kill(signal),
    pause: () => child.pause(),
    resume: () => child.resume(),
    waitExit: async (timeoutMs) => {
      await waitFor(() => exit !== undefined, timeoutMs);
      if (exit === undefined) throw new Error("did not end");
      return exit;
    },
    raw: () => written.join(""),
    png: (path) => savePng(emulator, path),
    kill: () => {
      if (exit === undefined) child.kill("SIGKILL");
    },
    vanish: () => {
      const { destroy }: { readonly destroy?: unknown } = Object(child);
      if (typeof destroy !== "function") throw new Error("this pty cannot be closed");
      destroy.call(child);
    },
  };
}

/** A variable set to undefined would arrive as that very word, and `CI` alone makes Ink think that nobody looks. */
function cleanEnvironment(extra: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const environment: Record<string, string> = {};
  const wanted: Record<string, string | undefined> = {
    ...process.env,
    TERM: "xterm-256color",
    COLORTERM: "truecolor",
    LANG: "C.UTF-8",
    ...extra,
  };
  for (const [name, value] of Object.entries(wanted)) {
    const isUnwanted = UNWANTED.includes(name) && !Object.hasOwn(extra, name);
    if (value !== undefined && !isUnwanted) environment[name] = value;
  }
  return environment;
}

const UNWANTED = [
  "CI",
  "CONTINUOUS_INTEGRATION",
  "NO_COLOR",
  "FORCE_COLOR",
  "TMUX",
  "STY",
  "COLORFGBG",
  "LC_ALL",
  "LC_CTYPE",
  "NODE_OPTIONS",
  "NODE_ENV",
  "VITEST",
  "INK_SCREEN_READER",
];
