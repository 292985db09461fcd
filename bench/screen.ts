import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import { micros } from "../src/core/time.js";
import { NO_NEEDS, streamColumns } from "../src/app/stream/columns.js";
import type { LogEntry } from "../src/core/entry.js";
import type { Engine } from "../src/core/ports.js";
import { visibleLine } from "../src/lib/visible.js";
import { findTheme } from "../src/theme/find.js";
import { createPainter } from "../src/theme/painter.js";
import { glyphsFor } from "../src/ui/glyphs.js";
import { paintSegments } from "../src/ui/segment.js";
import { showOn } from "../src/ui/show-on.js";
import { createFrameClock } from "../src/ui/terminal/clock.js";
import { createInput } from "../src/ui/terminal/input.js";
import type { Output } from "../src/ui/terminal/output.js";
import { createScreen } from "../src/ui/terminal/screen.js";
import type { Terminal } from "../src/ui/terminal/terminal.js";
import { type RowLook, rowSegments } from "../src/ui/views/stream/row.js";
import { createListEngine } from "../test/support/list-engine.js";
import { sampleLog, statusOf } from "../test/support/sample-log.js";

// The screen alone, without sources and store: microseconds a row, milliseconds a frame and share of a core while
// following so many lines a second at 200×50, and milliseconds from a key to the write that answers it.
// Usage: node bench/run.mjs screen [LINES_A_SECOND] [SECONDS]

const LINES_A_SECOND = Number(process.argv[2] ?? 10_000);
const SECONDS = Number(process.argv[3] ?? 10);
const COLUMNS = 200;
const ROWS = 50;
const FEED_MS = 10;

function measureRows(): void {
  const theme = findTheme("dark", undefined);
  if (!theme.ok) throw new Error(theme.fault.message);
  const painter = createPainter(theme.value.theme, 16_777_216);
  const needs = { ...NO_NEEDS, label: 16, isMixed: true, fraction: true, date: true };
  const look: RowLook = {
    columns: streamColumns(COLUMNS, needs),
    needs,
    glyphs: glyphsFor(true),
    ascii: false,
    zone: () => 0,
    sideways: 0,
    highlights: [],
  };
  const all = sampleLog(5_000).map((entry) => ({ entry, text: visibleLine(entry.message.split("\n")[0] ?? "") }));
  const isWide = ({ text }: { readonly text: string }): boolean => /[^\x20-\x7e]/.test(text);
  for (const [name, rows] of [
    ["ASCII", all.filter((row) => !isWide(row))],
    ["CJK and emoji", all.filter(isWide)],
  ] as const) {
    const rounds = Array.from({ length: 7 }, () => {
      const start = performance.now();
      for (const { entry, text } of rows) {
        const content = {
          entry,
          text,
          line: 0,
          note: "",
          isCursor: false,
          isMarked: false,
          isSelected: false,
          isBeside: false,
          repeat: undefined,
          isNewDay: false,
          isLeaving: false,
        };
        paintSegments(rowSegments(content, look), painter);
      }
      return ((performance.now() - start) * 1000) / rows.length;
    });
    console.log(`row, ${name}: ${median(rounds).toFixed(1)} µs`);
  }
}

/** Nothing leaves this screen. */
const NOTHING_OUTSIDE = {
  lineOf: ({ text }: LogEntry) => text,
  queryCommand: () => ({ ok: true, value: "" }) as const,
  aside: (work: () => Promise<void>) => work(),
  copyFile: "/dev/null",
};

/** What comes over a thread is made anew each time: nothing may profit from entries being the same objects. */
function fresh(engine: Engine): Engine {
  const overview = engine.overview({ kind: "all" }, engine.scope, ROWS - 3);
  return {
    ...engine,
    page: async (request, signal) => {
      const page = await engine.page(request, signal);
      return { ...page, entries: page.entries.map((entry): LogEntry => ({ ...entry })) };
    },
    overview: () => overview,
  };
}

async function measureFollowing(): Promise<void> {
  const list = createListEngine({ matcher: () => () => true, entries: sampleLog(5_000), sources: [statusOf()] });
  let onWrite = (): void => undefined;
  const output: Output = {
    size: () => ({ columns: COLUMNS, rows: ROWS }),
    write: () => {
      onWrite();
      return true;
    },
    writeNow: () => undefined,
    onDrain: () => () => undefined,
    onResize: () => () => undefined,
    close: () => undefined,
  };
  const clock = createFrameClock(60);
  const screen = createScreen(output, clock);
  const nothing = (): void => undefined;
  const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: nothing, ref: nothing, unref: nothing });
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
  const settings = { theme: "dark", color: "auto", ascii: false, mouse: false } as const;
  const environment = { TERM: "xterm-256color", COLORTERM: "truecolor", LANG: "C.UTF-8" };
  const moment = () => ({ now: micros(Date.now() * 1000), localOffset: () => 0 });
  const close = await showOn(
    terminal,
    { engine: fresh(list), outside: NOTHING_OUTSIDE, settings, environment, moment },
    (exit) => {
      if (exit.kind === "crashed") throw exit.error;
    },
  );
  const more = sampleLog(20_000, 5_000);
  const last = more.at(-1)?.order ?? 0;
  let next = 0;
  let id = 5_000;
  const feed = (): void => {
    const count = Math.round((LINES_A_SECOND * FEED_MS) / 1000);
    const batch = Array.from({ length: count }, () => {
      const entry = more[next++ % more.length]!;
      const at = (last + id * 100) as LogEntry["order"];
      return { ...entry, id: (2 ** 36 + id++) as LogEntry["id"], order: at, at };
    });
    list.add(batch);
    list.tell({ entriesPerSecond: LINES_A_SECOND + (id % 100) });
  };
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const timer = setInterval(feed, FEED_MS);
  await pause(2_000);
  const before = process.cpuUsage();
  const start = performance.now();
  const framesBefore = screen.statistics().frames;
  await pause(SECONDS * 1000);
  const { user, system } = process.cpuUsage(before);
  const elapsed = performance.now() - start;
  const { frames, medianMs, p99Ms, bytes } = screen.statistics();
  const cpu = (user + system) / 10 / elapsed;
  console.log(
    `following ${LINES_A_SECOND} lines/s at ${COLUMNS}×${ROWS}: ${cpu.toFixed(1)} % of a core, feeding included`,
  );
  console.log(
    `  ${((frames - framesBefore) / (elapsed / 1000)).toFixed(1)} frames/s, ${(bytes / frames / 1024).toFixed(1)} KB a frame`,
  );
  console.log(`  composing and writing a frame: ${medianMs.toFixed(2)} ms median, ${p99Ms.toFixed(2)} ms p99`);
  console.log(`  memory: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`);
  const times: number[] = [];
  for (let round = 0; round < 100; round++) {
    await pause(23);
    const pressed = performance.now();
    const answered = Promise.withResolvers<void>();
    onWrite = answered.resolve;
    keyboard.write("k");
    await answered.promise;
    times.push(performance.now() - pressed);
    onWrite = () => undefined;
  }
  console.log(
    `  key to write: ${median(times).toFixed(1)} ms median, ${times.toSorted((a, b) => a - b)[98]?.toFixed(1)} ms p99`,
  );
  clearInterval(timer);
  close();
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[numbers.length >> 1] ?? 0;
}

measureRows();
await measureFollowing();
process.exit(0);
