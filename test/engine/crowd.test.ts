import { appendFileSync } from "node:fs";
import { setTimeout as later } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { openStoreReader } from "../../src/engine/store-reader.js";
import { askMeanwhile, type Sighting, tornAnswers } from "../support/crowd.js";
import { start, temporaryHome } from "../support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());

const CHUNKS = 8;
const LINES = 1_500;
const EVERY = 100;

function linesFrom(first: number): readonly string[] {
  return Array.from({ length: LINES }, (_, index) => {
    const number = first + index;
    const time = `2026-11-21T05:${String(Math.floor(number / 3_600) % 60).padStart(2, "0")}:00Z`;
    return `${time} box app[7]: entry ${number}${number % EVERY === 0 ? " planted" : ""}`;
  });
}

async function kept(): Promise<number> {
  try {
    const reader = openStoreReader(home.store);
    const count = await reader.count(EVERYTHING, { sources: undefined });
    await reader.close();
    return count;
  } catch {
    // It is just being made.
    return 0;
  }
}

it("shows ten who ask and one who follows whole commits only, while a file is collected", async () => {
  const chunks = Array.from({ length: CHUNKS }, (_, chunk) => linesFrom(chunk * LINES));
  const log = home.write("crowd.log", chunks[0]?.map((line) => `${line}\n`).join("") ?? "");
  const record = start(home, ["record", log]);
  while ((await kept()) < LINES) await later(5);
  const follower = start(home, ["query", "-f", "-n", "all", "planted", "--store", home.store, "-o", "cat"]);
  let isOver = false;
  const crowd = { store: home.store, words: ["planted", "entry 1"], askers: 10, thinkMs: 1, isOver: () => isOver };
  const asking = askMeanwhile(crowd);
  for (const [before, chunk] of chunks.slice(1).entries()) {
    appendFileSync(log, chunk.map((line) => `${line}\n`).join(""));
    while ((await kept()) < (before + 2) * LINES) await later(5);
  }
  isOver = true;
  const seen = await asking;
  const planted = chunks.flat().filter((line) => line.endsWith("planted"));
  await follower.waitFor(() => follower.stdout().split("\n").length > planted.length);
  for (const each of [follower, record]) each.kill("SIGTERM");
  await Promise.all([follower.ended, record.ended]);

  expect(tornAnswers(seen, log)).toEqual([]);
  const totals = new Set(seen.flatMap((each) => (each.kind === "page" ? [each.total] : [])));
  expect(totals.size).toBeGreaterThan(1);
  expect(follower.stdout()).toBe(planted.map((line) => `${line.replace(/^.*?: /, "")}\n`).join(""));
});

it.each<readonly [string, readonly Sighting[]]>([
  ["rows that are not in the file", [page(1, 2, "entry 7")]],
  ["a newest entry before the last", [page(1, 3, "entry 1")]],
  ["two totals at one revision", [page(4, 2, "entry 1"), page(4, 1, "entry 0")]],
  ["a total that falls", [page(4, 2, "entry 1"), page(5, 1, "entry 0")]],
  ["a count beyond what was kept", [{ kind: "count", word: "entry", count: 3, least: 1, most: 2 }]],
  ["rows without their token", [{ kind: "source", entries: 2, offset: 8, heldLines: 0 }]],
])("would notice %s", (_, seen) => {
  const log = home.write("torn.log", "entry 0\nentry 1\nentry 2\n");
  expect(tornAnswers(seen, log)).not.toEqual([]);
});

function page(revision: number, total: number, text: string): Sighting {
  const ordinal = text === "entry 0" ? 0 : 1;
  return { kind: "page", revision, total, newest: [{ ordinal, text }] };
}
