import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  openSync,
  closeSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SourceOptions } from "../../../src/core/ports.js";
import { file } from "../../../src/sources/file.js";
import { asText, numberedLines } from "../../support/numbered-lines.js";
import { hear } from "../../support/read-source.js";
import { runSource, type SourceRun } from "../../support/source-run.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const FOLLOW: SourceOptions = { follow: true, history: undefined, since: undefined };
const ONCE: SourceOptions = { ...FOLLOW, follow: false };

describe("a followed file that something gets in the way of", () => {
  let folder = temporaryFolder();
  let path = "";
  let runs: SourceRun[] = [];
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, "app.log");
    runs = [];
  });
  afterEach(async () => {
    await Promise.all(runs.map((run) => run.stop()));
    folder.remove();
  });

  async function follow(at = path): Promise<SourceRun> {
    const opened = await file.open(at, FOLLOW);
    const run = runSource((opened.ok ? opened.value[0] : undefined) ?? expect.fail("not opened"));
    runs.push(run);
    return run;
  }
  async function following(...lines: string[]): Promise<SourceRun> {
    writeFileSync(path, asText(lines));
    const run = await follow();
    await run.until(() => run.isCaughtUp());
    return run;
  }

  /** What may take the place of a log, and how; each is taken away again by `rm -rf`. */
  const USURPERS: Readonly<Record<string, (at: string) => void>> = {
    "a folder": (at) => mkdirSync(at),
    "a FIFO": (at) => execFileSync("mkfifo", [at]),
    "a socket": (at) => {
      const server = createServer().listen(at);
      server.unref();
    },
    "an endless device": (at) => symlinkSync("/dev/zero", at),
    "a link to itself": (at) => symlinkSync(at, at),
    "a link to nowhere": (at) => symlinkSync("nowhere", at),
  };

  for (const [what, usurp] of Object.entries(USURPERS)) {
    it(`says so and waits when ${what} takes its place, then reads the next file from its start`, async () => {
      const run = await following("one");
      unlinkSync(path);
      usurp(path);
      await run.until(() => run.faults.some(({ code }) => code === "not-readable" || code === "not-found"));
      rmSync(path, { recursive: true, force: true });
      writeFileSync(path, "two\n");
      await run.until(() => run.texts().includes("two"));
      expect(run.texts()).toEqual(["one", "two"]);
      for (const { hint } of run.faults) expect(hint).not.toBe("");
      expect(run.hasEnded()).toBe(false);
    });
  }

  it("is read on when its whole folder was deleted and made again", async () => {
    path = join(folder.path, "deep", "er", "app.log");
    mkdirSync(join(path, ".."), { recursive: true });
    const run = await following("one");
    rmSync(join(folder.path, "deep"), { recursive: true });
    await run.until(() => run.faults.length > 0);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, "two\n");
    await run.until(() => run.texts().includes("two"));
    // And by the watch of the new folder, which is another one.
    appendFileSync(path, "three\n");
    await run.until(() => run.texts().includes("three"));
    expect(run.texts()).toEqual(["one", "two", "three"]);
  });

  it("loses nothing that is written after it was cut short while it was read", async () => {
    writeFileSync(path, asText(numberedLines(60_000)));
    const run = await follow();
    await run.until(() => run.received.length > 1_000);
    truncateSync(path);
    appendFileSync(path, asText(["after 1", "after 2"]));
    await run.until(() => run.texts().includes("after 2"));
    expect(run.texts().slice(-2)).toEqual(["after 1", "after 2"]);
    expect(run.events.some(({ kind }) => kind === "gap")).toBe(true);
  });

  it("is read through a hole of many megabytes, of which nothing is given", async () => {
    const fd = openSync(path, "w");
    writeSync(fd, "before\n");
    writeSync(fd, "after\n", 64 * 1024 ** 2);
    closeSync(fd);
    const run = await follow();
    await run.until(() => run.received.length === 2);
    appendFileSync(path, "and more\n");
    await run.until(() => run.received.length === 3);
    expect(run.texts()).toEqual(["before", "after", "and more"]);
  });

  it("is stopped at once in the middle of a hole that has no end to speak of", async () => {
    writeFileSync(path, "before\n");
    truncateSync(path, 2 ** 43);
    const run = await follow();
    await run.until(() => run.received.length === 1);
    await run.stop();
    runs = [];
    expect(run.texts()).toEqual(["before"]);
  });

  it.each(["new\nline.log", "\u001b[31mred\u0007.log", "spaces and 'quotes\".log", "-rf.log"])(
    "is followed under the name %j",
    async (name) => {
      path = join(folder.path, name);
      const run = await following("one");
      appendFileSync(path, "two\n");
      await run.until(() => run.received.length === 2);
    },
  );
});

describe("a folder", () => {
  let folder = temporaryFolder();
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder.path, name), content);

  it("stands for the text files in it, and says how many others were left out", async () => {
    put("a.log", "a\n");
    put("b", "b\n");
    put("wtmp", Buffer.alloc(400));
    put("system.journal", Buffer.concat([Buffer.from("LPKSHHRH"), Buffer.alloc(300)]));
    execFileSync("sh", ["-c", 'printf "c\\n" > "$1/$(printf "\\377").log"', "sh", folder.path]);
    mkdirSync(join(folder.path, "deeper"));
    const opened = await file.open(`${folder.path}/`, ONCE);
    const sources = opened.ok ? opened.value : expect.fail(opened.fault.message);
    const heard = await Promise.all(sources.map((source) => hear(source)));
    expect(heard.flatMap(({ lines }) => lines)).toEqual(["a", "b"]);
    expect(heard.at(-1)?.events).toEqual([{ kind: "note", what: "left-out", count: 3 }]);
  });

  it("has each file that comes to it later read from its first line, also when it was gone meanwhile", async () => {
    const path = join(folder.path, "o[d]d {name}");
    mkdirSync(path);
    const controller = new AbortController();
    const found = file.discover?.(path, FOLLOW, new Set(), controller.signal)[Symbol.asyncIterator]();
    const names: string[] = [];
    const next = async () => {
      const step = await found?.next();
      if (step?.done === false) names.push(step.value.id.slice(`file:${path}/`.length));
    };
    const first = next();
    writeFileSync(join(path, "one.log"), "1\n");
    await first;
    rmSync(path, { recursive: true });
    const second = next();
    mkdirSync(path);
    writeFileSync(join(path, "two.log"), "2\n");
    await second;
    controller.abort();
    await next();
    expect(names).toEqual(["one.log", "two.log"]);
  });

  it("is watched in all the folders that a pattern leads through", async () => {
    const controller = new AbortController();
    const pattern = join(folder.path, "*/logs/**/*.log");
    const found = file.discover?.(pattern, FOLLOW, new Set(), controller.signal)[Symbol.asyncIterator]();
    const names: (string | undefined)[] = [];
    for (const name of ["x/logs/a.log", "y/logs/deep/er/b.log", "x/logs/late/c.log"]) {
      const next = found?.next();
      mkdirSync(join(folder.path, name, ".."), { recursive: true });
      writeFileSync(join(folder.path, name), "1\n");
      const step = await next;
      names.push(step?.done === false ? step.value.id.slice(`file:${folder.path}/`.length) : undefined);
    }
    controller.abort();
    expect(names).toEqual(["x/logs/a.log", "y/logs/deep/er/b.log", "x/logs/late/c.log"]);
    await found?.return?.(undefined);
  });
});
