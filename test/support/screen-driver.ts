import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import type { LogEntry } from "../../src/core/entry.js";
import type { MachineSample } from "../../src/core/machine/metrics.js";
import type { SourceStatus } from "../../src/core/ports.js";
import { entryRow } from "../../src/core/query/match/entry-row.js";
import { ok } from "../../src/core/fault.js";
import { printQuery } from "../../src/core/query/print.js";
import { parseQuery } from "../../src/core/query/parse.js";
import { compileQuery } from "../../src/core/query/predicate.js";
import type { Session } from "../../src/core/session.js";
import { micros } from "../../src/core/time.js";
import type { ScreenExit, ScreenSettings } from "../../src/ui/screen-settings.js";
import type { ConfigSource } from "../../src/ui/runtime/follow-config.js";
import { showOn } from "../../src/ui/show-on.js";
import { createFrameClock } from "../../src/ui/terminal/clock.js";
import { createInput } from "../../src/ui/terminal/input.js";
import type { Output } from "../../src/ui/terminal/output.js";
import { createScreen } from "../../src/ui/terminal/screen.js";
import type { Terminal } from "../../src/ui/terminal/terminal.js";
import { createEmulator, type Emulator } from "./emulator.js";
import { sequenceOfKey } from "./keys.js";
import { createListEngine, type ListEngine } from "./list-engine.js";
import { savePng } from "./png.js";
import { sampleLog, statusOf } from "./sample-log.js";
import { type Expected, waitForContent } from "./wait-for.js";

export type ScreenDriverOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly entries?: readonly LogEntry[];
  readonly sources?: readonly SourceStatus[];
  readonly sessions?: readonly Session[];
  readonly machine?: readonly MachineSample[];
  readonly query?: string;
  readonly settings?: Partial<ScreenSettings>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly config?: ConfigSource;
};

/** The whole screen, from keys to cells, over a list of entries and in this process. */
export type ScreenDriver = Emulator & {
  readonly engine: ListEngine;
  readonly press: (...keys: readonly string[]) => void;
  readonly type: (text: string) => void;
  readonly waitFor: (expected: Expected) => Promise<void>;
  readonly resize: (columns: number, rows: number) => void;
  /** Waits until nothing changes any more, and gives the frame, without blanks at line ends. */
  readonly frame: () => Promise<string>;
  readonly ended: () => ScreenExit | undefined;
  readonly statistics: () => { readonly frames: number; readonly medianMs: number; readonly p99Ms: number };
  /** All that was written to the terminal so far. */
  readonly written: () => string;
  readonly png: (path: string) => Promise<void>;
  readonly close: () => void;
};

const NOW = micros(Date.UTC(2026, 2, 15, 12) * 1000);
const UTC = (): number => 0;

export async function startScreen(options: ScreenDriverOptions = {}): Promise<ScreenDriver> {
  const { columns = 80, rows = 24 } = options;
  const emulator = createEmulator(columns, rows);
  const resizes = new Set<() => void>();
  let writes = 0;
  let written = "";
  const write = (text: string): boolean => {
    writes++;
    written += text;
    emulator.write(text);
    return true;
  };
  const output: Output = {
    size: () => ({ columns: emulator.terminal.cols, rows: emulator.terminal.rows }),
    write,
    writeNow: write,
    onDrain: () => () => undefined,
    onResize: (listener) => {
      resizes.add(listener);
      return () => void resizes.delete(listener);
    },
    close: () => undefined,
  };
  const clock = createFrameClock(1000);
  const screen = createScreen(output, clock);
  const keyboard = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => keyboard,
    ref: () => keyboard,
    unref: () => keyboard,
  });
  const input = createInput(keyboard as unknown as ReadStream);
  screen.enter();
  input.resume();
  const terminal: Terminal = {
    screen,
    input,
    clock,
    inkOptions: {
      stdout: screen.stdout,
      stdin: input.stdin,
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
    setMouse: () => undefined,
    askBackground: () => Promise.resolve(undefined),
    lend: (work) => work(),
    stop: () => undefined,
    close: () => screen.leave(),
  };
  const engine = createListEngine({
    matcher: (query) => {
      const matches = compileQuery(query);
      return (entry) => matches(entryRow(entry));
    },
    entries: options.entries ?? sampleLog(300),
    sources: options.sources ?? [statusOf()],
    sessions: options.sessions ?? [],
    machine: options.machine ?? [],
  });
  let exit: ScreenExit | undefined;
  const parsed = options.query === undefined ? undefined : parseQuery(options.query, { now: NOW, localOffset: UTC });
  if (parsed?.ok === false) throw new Error(parsed.fault.message);
  const close = await showOn(
    terminal,
    {
      engine,
      environment: { TERM: "xterm-256color", COLORTERM: "truecolor", LANG: "C.UTF-8", ...options.environment },
      settings: {
        theme: "dark",
        color: "auto",
        ascii: false,
        mouse: false,
        ...(parsed?.ok === true && { query: { text: options.query ?? "", query: parsed.value } }),
        ...options.settings,
      },
      ...(options.config !== undefined && { config: options.config }),
      zone: UTC,
      outside: {
        lineOf: ({ text }) => text,
        queryCommand: ({ query }) => ok(`logstream query ${printQuery(query)}`),
        aside: (work) => work(),
        copyFile: "/dev/null",
      },
      moment: () => ({ now: NOW, localOffset: UTC }),
    },
    (end) => {
      exit = end;
    },
  );
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    await emulator.settle();
  };
  const waitFor = (expected: Expected): Promise<void> => waitForContent(expected, { text: emulator.text, settle });
  return {
    ...emulator,
    settle,
    engine,
    press: (...keys) => {
      for (const key of keys) keyboard.write(sequenceOfKey(key));
    },
    type: (text) => void keyboard.write(text),
    waitFor,
    written: () => written,
    resize: (wantedColumns, wantedRows) => {
      emulator.terminal.resize(wantedColumns, wantedRows);
      for (const listener of resizes) listener();
    },
    frame: async () => {
      await quiet(() => writes, settle);
      return emulator
        .lines()
        .map((line) => line.trimEnd())
        .join("\n");
    },
    ended: () => exit,
    statistics: screen.statistics,
    png: (path) => savePng(emulator, path),
    close: () => {
      close();
      screen.leave();
    },
  };
}

/** Longer than what waits to be shown calmly; and so many turns, for a process that was held up has not looked. */
const QUIET_MS = 260;
const QUIET_TURNS = 20;

async function quiet(writes: () => number, settle: () => Promise<void>): Promise<void> {
  let seen = writes();
  let since = performance.now();
  for (let turns = 0; turns < QUIET_TURNS || performance.now() - since < QUIET_MS; turns++) {
    await settle();
    if (writes() !== seen) {
      seen = writes();
      since = performance.now();
      turns = 0;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
