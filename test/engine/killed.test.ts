import { appendFileSync, readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
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
  const keptBytes: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const record = start(home, ["record", log]);
    const feeder = setInterval(grow, 3);
    // The first moments have the store opened and history read, the later ones lines that come one by one.
    await new Promise((resolve) => setTimeout(resolve, 90 + round * 25));
    record.kill("SIGKILL");
    await record.ended;
    clearInterval(feeder);
    keptBytes.push((await run(home, ["query", "-c", ""])).stdout.length);
  }
  appendFileSync(log, rest);
  expect((await run(home, ["record", "--once", log])).code).toBe(0);
  const { stdout } = await run(home, ["query", ""]);
  const [kept, lines] = [stdout, readFileSync(log, "utf8")].map((text) => text.split("\n"));
  expect(kept).toHaveLength(lines?.length ?? 0);
  // In their order, too: one source is one sequence.
  expect(kept?.findIndex((line, index) => line !== lines?.[index])).toBe(-1);
  expect(keptBytes.some((length) => length > 2)).toBe(true);
});
