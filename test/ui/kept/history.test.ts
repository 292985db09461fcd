import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { historyFile } from "../../../src/ui/kept/history-file.js";
import { ESCAPE_CORPUS } from "../../support/escape-corpus.js";
import { type ScreenDriver, startScreen } from "../../support/screen-driver.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const folder = temporaryFolder();
afterEach(() => {
  folder.remove();
});
const path = (): string => join(folder.path, "history.jsonl");
const start = (): Promise<ScreenDriver> => startScreen({ settings: { history: historyFile(folder.path) } });

function texts(): readonly string[] {
  const read = historyFile(folder.path).read();
  return read.ok ? read.value.map(({ text }) => text) : [read.fault.message];
}

describe("what is entered in prompts", () => {
  it("comes back at the next start, by the prompt it was entered in, for the user alone", async () => {
    const first = await start();
    first.press("/");
    first.type("timeout");
    first.press("enter", ":");
    first.type("level error");
    first.press("enter");
    await first.frame();
    first.close();
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(texts()).toEqual(["timeout", "level error"]);
    const next = await start();
    next.press("/", "up");
    await next.waitFor("/timeout");
    next.press("ctrl-c", ":");
    next.type("le");
    next.press("up");
    await next.waitFor(":level error");
    next.close();
    expect(texts()).toHaveLength(2);
  });

  it("of several programs is kept by all of them", () => {
    const [one, other] = [historyFile(folder.path), historyFile(folder.path)];
    for (let index = 0; index < 20; index++) {
      one.add({ prompt: "search", text: `one ${index}` });
      other.add({ prompt: "search", text: `other ${index}` });
    }
    expect(texts()).toHaveLength(40);
  });

  it("is bounded: the oldest is forgotten, the newest never, whoever moves the files", () => {
    const files = [historyFile(folder.path), historyFile(folder.path), historyFile(folder.path)];
    const text = "x".repeat(3_000);
    for (let index = 0; index < 400; index++) files[index % 3]?.add({ prompt: "filter", text: `${text} ${index}` });
    expect(readdirSync(folder.path).toSorted()).toEqual(["history.before.jsonl", "history.jsonl"]);
    for (const name of readdirSync(folder.path)) expect(statSync(join(folder.path, name)).size).toBeLessThan(280_000);
    const kept = texts();
    expect(kept.at(-1)).toBe(`${text} 399`);
    expect(kept.map((line) => Number(line.split(" ")[1]))).toEqual(kept.map((_, index) => 400 - kept.length + index));
  });

  it("is passed over where it is no line of ours, and harmless where it is", async () => {
    mkdirSync(folder.path, { recursive: true });
    const hostile = ESCAPE_CORPUS.map((text) => JSON.stringify({ prompt: "command", text })).join("\n");
    writeFileSync(path(), `{ broken\n[]\n{"prompt":"search"}\n{"prompt":"constructor","text":"x"}\n${hostile}\n`);
    const screen = await start();
    screen.press(":");
    for (const _ of ESCAPE_CORPUS) {
      screen.press("up");
      await screen.settle();
    }
    expect((await screen.frame()).split("\n")[0]).toContain("logstream");
    screen.close();
  });

  it("is remembered until the end where it cannot be written, and that is said once", async () => {
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(join(folder.path, "file"), "");
    const screen = await startScreen({ settings: { history: historyFile(join(folder.path, "file", "x")) } });
    screen.press("/");
    screen.type("timeout");
    screen.press("enter");
    await screen.waitFor("what was typed before cannot be written");
    screen.press("/", "up");
    await screen.waitFor("/timeout");
    screen.close();
  });
});
