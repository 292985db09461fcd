import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { openStoreReader } from "../../src/engine/store-reader.js";
import type { RealJournald } from "./real-journald.js";

/** How the lines of one source that were there compare with what was kept of them. */
type KillScore = {
  readonly source: string;
  readonly there: number;
  readonly lost: number;
  readonly twice: number;
  readonly isInOrder: boolean;
};

export type KillRun = {
  readonly kills: number;
  /** Kills after which more had been kept than before: the others fell while the program started. */
  readonly fruitful: number;
  readonly scores: readonly KillScore[];
};

export type KillOptions = {
  readonly kills: number;
  /** Path of the program, and flags for the Node that runs it. */
  readonly program: readonly string[];
  /** An empty folder for logs and store. */
  readonly folder: string;
  readonly journald: RealJournald | undefined;
  readonly seed: number;
};

const WRITE_EVERY_MS = 5;
const SAID_AT_ONCE = 5;
const ROTATE_EVERY_MS = 1_000;
/** A life lasts at least this long, and at most so many times what a whole run took: some die while they start. */
const LEAST_LIFE_MS = 60;
const MOST_LIVES = 1.5;
/** On a machine that has become busy since, lives grow until one is long enough; not for ever. */
const LONGER_LIFE = 1.5;
const MOST_KILLS = 20;

/**
 * Collects two files that are written and rotated all the time (one renamed, one copied and truncated; many of their
 * records are tracebacks) and a journal, kills the collector at random moments, lets it finish once, and compares.
 */
export async function killWhileCollecting(options: KillOptions): Promise<KillRun> {
  const { folder, journald, kills } = options;
  const random = randomOf(options.seed);
  const store = join(folder, "store.db");
  const renamed = openLog(join(folder, "renamed", "app.log"), "create", random);
  const copied = openLog(join(folder, "copied", "app.log"), "copytruncate", random);
  const journal = sayOn(journald);
  const specs = [renamed.path, copied.path, ...(journald === undefined ? [] : [`journal:dir=${journald.directory}`])];
  const collect = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [...options.program, "record", "--store", store, ...args, ...specs], {
      stdio: "ignore",
    });
  // Once to its end, so that what is rotated away from now on is known to have been there.
  const begin = performance.now();
  await ended(collect("--once"), undefined);
  let mostMs = (performance.now() - begin) * MOST_LIVES;
  renamed.start();
  copied.start();
  let fruitful = 0;
  let before = await keptIn(store);
  let killed = 0;
  for (; killed < kills || (fruitful === 0 && killed < MOST_KILLS); killed++) {
    const collector = collect();
    await later(LEAST_LIFE_MS + random() * mostMs);
    await ended(collector, "SIGKILL");
    const after = await keptIn(store);
    if (after > before) fruitful++;
    else mostMs *= LONGER_LIFE;
    before = after;
  }
  renamed.stop();
  copied.stop();
  await journal.stop();
  await ended(collect("--once"), undefined);
  const scores = [await scoreOf(store, renamed.path), await scoreOf(store, copied.path)];
  if (journald !== undefined) scores.push(await journalScore(store, journald.directory));
  return { kills: killed, fruitful, scores };
}

function ended(child: ChildProcess, signal: NodeJS.Signals | undefined): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    if (signal !== undefined) child.kill(signal);
  });
}

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every few records a traceback; each line has a place in the order of all. */
function recordOf(number: number): string {
  const time = `2026-11-21T05:00:${String(number % 60).padStart(2, "0")}Z`;
  const frames = number % 5 === 0 ? number % 7 : 0;
  const rest = Array.from({ length: frames }, (_, frame) => `    at frame ${number}.${frame + 1}\n`);
  return `${time} box app[7]: entry ${number}\n${rest.join("")}`;
}

type Log = { readonly path: string; readonly start: () => void; readonly stop: () => void };

/** A program that logs, and the rotation of its log: it opens its file again a little after the rotation. */
function openLog(path: string, style: "create" | "copytruncate", random: () => number): Log {
  mkdirSync(dirname(path), { recursive: true });
  let fd = openSync(path, "a");
  let number = 0;
  let rest = "";
  let rotation = 0;
  let reopenAt = Number.POSITIVE_INFINITY;
  let rotateAt = performance.now() + ROTATE_EVERY_MS;
  let writing: NodeJS.Timeout | undefined;
  const endLine = () => {
    writeSync(fd, rest);
    rest = "";
  };
  const tick = () => {
    const now = performance.now();
    if (now >= reopenAt) {
      // A line that is begun in one file is not ended in the next.
      endLine();
      closeSync(fd);
      fd = openSync(path, "a");
      reopenAt = Number.POSITIVE_INFINITY;
    }
    // Half of a line comes now and the other half later: kills and rotations fall between the halves, too.
    const text = rest + Array.from({ length: 3 }, () => recordOf(number++)).join("");
    const cut = writing === undefined ? 0 : Math.floor(random() * 9);
    writeSync(fd, text.slice(0, text.length - cut));
    rest = text.slice(text.length - cut);
    if (now < rotateAt) return;
    rotateAt = now + ROTATE_EVERY_MS * (0.5 + random());
    rotation++;
    if (style === "create") {
      renameSync(path, `${path}.${rotation}`);
      writeFileSync(path, "");
      reopenAt = now + random() * 60;
    } else {
      endLine();
      copyFileSync(path, `${path}.${rotation}`);
      truncateSync(path);
    }
  };
  tick();
  return {
    path,
    start: () => {
      writing = setInterval(tick, WRITE_EVERY_MS);
    },
    stop: () => {
      clearInterval(writing);
      endLine();
      closeSync(fd);
    },
  };
}

/** Says entries all the time until it is stopped. */
function sayOn(journald: RealJournald | undefined): { readonly stop: () => Promise<void> } {
  let isOver = journald === undefined;
  const saying = (async () => {
    for (let number = 0; !isOver; number += SAID_AT_ONCE) {
      await journald?.say(...Array.from({ length: SAID_AT_ONCE }, (_, index) => `said ${number + index}`));
      await later(WRITE_EVERY_MS);
    }
  })();
  return {
    stop: () => {
      isOver = true;
      return saying;
    },
  };
}

async function keptIn(store: string): Promise<number> {
  if (!existsSync(store)) return 0;
  const reader = openStoreReader(store);
  const sources = await reader.sources();
  await reader.close();
  return sources.reduce((sum, { entries }) => sum + entries, 0);
}

/** The lines of all that was kept of a source, in its order. */
async function linesKept(store: string, wanted: string): Promise<readonly string[]> {
  const reader = openStoreReader(store);
  const lines: string[] = [];
  const sources = (await reader.sources()).flatMap(({ id }) => (id === wanted ? [id] : []));
  const scan = { query: EVERYTHING, scope: { sources }, direction: "oldest-first", limit: undefined } as const;
  for await (const entries of reader.scan(scan)) for (const { text } of entries) lines.push(...text.split("\n"));
  await reader.close();
  return lines;
}

/** Of a file and of all that rotations made of it, in the order in which it was written. */
async function scoreOf(store: string, path: string): Promise<KillScore> {
  const folder = dirname(path);
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const there = text.flatMap((each) => each.split("\n")).filter((line) => line !== "");
  const kept = await linesKept(store, `file:${path}`);
  return compare(`file, ${basename(folder)}`, there.toSorted(byPlace), kept);
}

/** `entry 10` and its frames `10.1`, `10.2`. */
function byPlace(left: string, right: string): number {
  const place = (line: string) => {
    const [, entry = "", frame = "0"] = /(\d+)(?:\.(\d+))?$/.exec(line) ?? [];
    return Number(entry) * 100 + Number(frame);
  };
  return place(left) - place(right);
}

async function journalScore(store: string, directory: string): Promise<KillScore> {
  const all = spawnSync("journalctl", ["-q", "-m", "-o", "cat", `--directory=${directory}`], { maxBuffer: 2 ** 30 });
  const said = (lines: readonly string[]) => lines.filter((line) => line.startsWith("said "));
  const kept = await linesKept(store, `journal:dir=${directory}`);
  return compare("journal", said(all.stdout.toString().split("\n")), said(kept));
}

function compare(source: string, there: readonly string[], kept: readonly string[]): KillScore {
  const got = new Set(kept);
  return {
    source,
    there: there.length,
    lost: there.filter((line) => !got.has(line)).length,
    twice: kept.length - got.size,
    isInOrder: there.every((line, index) => kept[index] === line),
  };
}
