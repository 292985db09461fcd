import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { openStoreReader } from "../../src/engine/store-reader.js";
import { run, start, temporaryHome } from "../support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());

const ROUNDS = 10;
/** Every few lines a traceback, whose lines the parser holds back until it is whole. */
function textOf(number: number): string {
  const time = `2026-11-21T05:00:${String(number % 60).padStart(2, "0")}Z`;
  const head = `${time} box app[7]: entry ${number}\n`;
  if (number % 5 !== 0) return head;
  const frames = Array.from({ length: number % 7 }, (_, frame) => `    at frame ${number}.${frame}\n`);
  return head + frames.join("");
}

/** How many entries the store holds at this moment. */
async function kept(): Promise<number> {
  if (!existsSync(home.store)) return 0;
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

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it("keeps every line exactly once through ten kills in the middle of a growing file", async () => {
  const log = home.write("growing.log", textOf(0));
  let written = 1;
  let rest = "";
  // Half of a line comes now and the other half later: kills fall between the halves, too.
  const grow = (): void => {
    const text = Array.from({ length: 7 }, () => textOf(written++)).join("");
    appendFileSync(log, rest + text.slice(0, -9));
    rest = text.slice(-9);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await kept();
    const record = start(home, ["record", log]);
    const feeder = setInterval(grow, 3);
    // Every other time it dies while it starts or reads history, else between lines that come one by one.
    if (round % 2 === 0) await pause(60 + round * 20);
    else while ((await kept()) < before + 30 * round) await pause(20);
    record.kill("SIGKILL");
    await record.ended;
    clearInterval(feeder);
  }
  appendFileSync(log, rest);
  expect((await run(home, ["record", "--once", log])).code).toBe(0);
  // The bytes, in their order: on a busy machine half of a line may have been so long alone that it is an entry.
  const { stdout } = await run(home, ["query", "", "-o", "cat", "--raw"]);
  const [stored, lines] = [stdout, readFileSync(log, "utf8")].map((text) => text.split("\n"));
  expect(stored?.findIndex((line, index) => line !== lines?.[index])).toBe(-1);
  expect(stored).toHaveLength(lines?.length ?? 0);
});
