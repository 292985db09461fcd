import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as later } from "node:timers/promises";
import { openStoreReader } from "../../src/engine/store-reader.js";
import { askMeanwhile, type Sighting, tornAnswers } from "../../test/support/crowd.js";
import { RARE_WORD } from "../corpora/syslog.js";
import { costOf, deepestChild } from "../process-cost.js";
import { bothTimes, type Kit } from "./bench-kit.js";
import { logstream } from "./measure.js";

const ASKERS = 10;
/** As people do: they read an answer before they ask again. */
const THINK_MS = 1_000;
const WORDS = [RARE_WORD, "failed password", "error"];

type Collected = { readonly wallMs: number; readonly cpuMs: number };

/** Collecting while ten ask and one follows: what it costs the collector, and whether any answer was of half a commit. */
export async function crowdPart(kit: Kit): Promise<void> {
  const { lines } = kit.settings;
  const { path } = kit.corpus(lines);
  const alone = await collect(path, kit.place("crowd-alone.db"), async () => undefined);
  const store = kit.place("crowd.db");
  let seen: readonly Sighting[] = [];
  let followed: readonly string[] = [];
  const together = await collect(path, store, async (isOver) => {
    await isThere(store);
    const follower = follow(store);
    seen = await askMeanwhile({ store, words: WORDS, askers: ASKERS, thinkMs: THINK_MS, isOver });
    followed = await follower.end();
  });
  const counts = seen.filter(({ kind }) => kind === "count").length;
  const torn = tornAnswers(seen, path);
  kit.find.row({
    says: `${lines / 1e6} M lines collected while ${ASKERS} ask and one follows, of the time alone`,
    value: kit.ms(together) / kit.ms(alone),
    unit: "ratio",
    targets: ["crowd-rate"],
    note: `${bothTimes(together)} to ${bothTimes(alone)}; ${seen.length} answers, ${counts} of them counts`,
  });
  kit.find.row({ says: "answers that saw half a commit", value: torn.length, unit: "count", targets: ["crowd-torn"] });
  kit.find.check("no answer saw half a commit", torn.length === 0, torn.slice(0, 3).join("; "));
  kit.find.check("there were answers meanwhile", seen.length > 2 * ASKERS, `${seen.length}`);
  kit.find.check("the follower got each match once, in order", isEveryNeedle(followed), `${followed.length} lines`);
}

function isEveryNeedle(printed: readonly string[]): boolean {
  return printed.length === 7 && new Set(printed).size === 7 && printed.every((line) => line.endsWith(RARE_WORD));
}

/** Runs the collector to its end with something else beside it. */
async function collect(
  path: string,
  store: string,
  meanwhile: (isOver: () => boolean) => Promise<void>,
): Promise<Collected> {
  const [node = "", ...args] = logstream("record", "--once", "--store", store, path);
  const start = performance.now();
  const child = spawn(node, args, { stdio: "ignore" });
  let wallMs: number | undefined;
  let cpuMs = 0;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      wallMs = performance.now() - start;
      resolve();
    });
  });
  const watch = setInterval(() => (cpuMs = cpuSoFar(child, cpuMs)), 50);
  await Promise.all([ended, meanwhile(() => wallMs !== undefined)]);
  clearInterval(watch);
  return { wallMs: wallMs ?? Number.NaN, cpuMs };
}

function cpuSoFar({ pid = 0 }: ChildProcess, before: number): number {
  try {
    return costOf(deepestChild(pid)).cpuMs;
  } catch {
    // It has ended between two looks.
    return before;
  }
}

async function isThere(store: string): Promise<void> {
  for (;;) {
    if (existsSync(store)) {
      try {
        await openStoreReader(store).close();
        return;
      } catch {
        // It is just being made.
      }
    }
    await later(20);
  }
}

function follow(store: string): { readonly end: () => Promise<readonly string[]> } {
  const [node = "", ...args] = logstream("query", "-f", "-n", "all", RARE_WORD, "--store", store, "-o", "cat");
  const child = spawn(node, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  const lines = () => text.split("\n").slice(0, -1);
  return {
    end: async () => {
      // What was committed last is on its way to it.
      for (let waited = 0; waited < 10_000 && lines().length < 7; waited += 50) await later(50);
      child.kill("SIGTERM");
      await new Promise((resolve) => child.once("close", resolve));
      return lines();
    },
  };
}
