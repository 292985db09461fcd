import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RawBatch } from "../../../src/core/batch.js";
import type { ResumeToken } from "../../../src/core/ports.js";
import { file } from "../../../src/sources/file.js";
import { linesOf } from "../../support/read-source.js";
import { runSource, type SourceRun } from "../../support/source-run.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

/** A program that logs: numbered lines, opening its file again now and then as daemons do after a rotation. */
const WRITER = `
  const fs = require("node:fs");
  const [path, lines, reopens] = process.argv.slice(1);
  let fd = fs.openSync(path, "a");
  let i = 0;
  const writing = setInterval(() => {
    for (let k = 0; k < 4; k++, i++) {
      if (reopens === "yes" && i % 40 === 0) { fs.closeSync(fd); fd = fs.openSync(path, "a"); }
      if (i === Number(lines)) return clearInterval(writing);
      fs.writeSync(fd, "seq " + i + " some text\\n");
    }
  }, 1);`;

const LINES = 1_200;
const ROTATIONS = 6;

const hasLogrotate = existsSync("/usr/sbin/logrotate");

describe("a file that is rotated while it is written", () => {
  let folder = temporaryFolder();
  let path = "";
  let writer: ChildProcess | undefined;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, "app.log");
    writeFileSync(path, "");
  });
  afterEach(() => {
    writer?.kill();
    folder.remove();
  });

  function startWriter(reopens: boolean): Promise<void> {
    const child = spawn(process.execPath, ["-e", WRITER, path, String(LINES), reopens ? "yes" : "no"]);
    writer = child;
    return new Promise((resolve) => child.once("exit", () => resolve()));
  }

  /** Every line that is in a file now: what a rotation itself loses is nobody's to find. */
  function linesOnDisk(): string[] {
    const names = readdirSync(folder.path).filter((name) => name.startsWith("app.log"));
    const all = names.flatMap((name) => readFileSync(join(folder.path, name), "utf8").split("\n"));
    return all.filter((line) => line !== "").toSorted(byNumber);
  }

  const rotations = {
    create: (number: number) => {
      renameSync(path, `${path}.${number}`);
      writeFileSync(path, "");
    },
    "rename-only": (number: number) => renameSync(path, `${path}.${number}`),
    copytruncate: (number: number) => {
      copyFileSync(path, `${path}.${number}`);
      truncateSync(path);
    },
  };

  for (const style of ["create", "rename-only", "copytruncate"] as const) {
    it(`gives each line once in order, with ${style}`, async () => {
      const ended = startWriter(style !== "copytruncate");
      const run = await open();
      for (let number = 1; number <= ROTATIONS; number++) {
        await run.until(() => run.received.length >= (number * LINES) / (ROTATIONS + 2));
        if (existsSync(path)) rotations[style](number);
      }
      await ended;
      const onDisk = linesOnDisk();
      await run.until(() => run.texts().includes(`seq ${LINES - 1} some text`));
      await run.stop();
      expect(run.texts()).toEqual(onDisk);
    });

    it(`gives each line once across restarts at any moment, with ${style}`, async () => {
      const ended = startWriter(style !== "copytruncate");
      const texts: string[] = [];
      let resume: ResumeToken | undefined;
      const take = async (isEnough: (run: SourceRun) => Promise<unknown>) => {
        const run = await open(resume);
        await isEnough(run);
        await run.stop();
        texts.push(...linesOf(run.events.flatMap((event) => (event.kind === "batch" ? [event.batch] : []))));
        resume = run.token();
      };
      for (let number = 1; number <= 20; number++) {
        await take((run) => Promise.race([run.until(() => run.received.length >= (number * 7919) % 90), ended]));
        if (existsSync(path)) rotations[style](number);
        // Time passes between a death and the next start.
        await later(number % 4);
      }
      await ended;
      await take((run) => run.until(() => run.isCaughtUp()));
      expect(texts).toEqual(linesOnDisk());
    });
  }

  it.skipIf(!hasLogrotate).each(["create 0644", "nocreate", "copytruncate"])(
    "gives each line once with logrotate itself, %s",
    async (style) => {
      const config = join(folder.path, "rotate.conf");
      const rules = ["su root root", "rotate 20", "size 1", style, "nocompress", "missingok"].join("\n");
      writeFileSync(config, `${path} {\n${rules}\n}\n`);
      const ended = startWriter(style !== "copytruncate");
      const run = await open();
      for (let number = 1; number <= 4; number++) {
        await run.until(() => run.received.length >= (number * LINES) / 6);
        spawnSync("/usr/sbin/logrotate", ["-f", "-s", join(folder.path, "state"), config]);
      }
      await ended;
      await run.until(() => run.texts().includes(`seq ${LINES - 1} some text`));
      await run.stop();
      expect(run.texts()).toEqual(linesOnDisk());
    },
  );

  /** Reads the file only when asked to, so that a test decides what happens between two reads. */
  async function pulled(): Promise<Pulled> {
    const opened = await file.open(path, { follow: true, history: undefined, since: undefined });
    const source = (opened.ok ? opened.value[0] : undefined) ?? expect.fail("not opened");
    const batches: RawBatch[] = [];
    const events = source.events(new AbortController().signal, undefined)[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await events.next();
      if (done === true) expect.fail("ended");
      if (value.kind === "batch") batches.push(value.batch);
      return value;
    };
    const until = async (text: string) => {
      while (!linesOf(batches.slice(-1)).includes(text)) await next();
    };
    const untilCaughtUp = async () => {
      while ((await next()).kind !== "caught-up");
    };
    const nextBatch = async () => {
      while ((await next()).kind !== "batch");
    };
    const leave = async () => void (await events.return?.());
    return { nextBatch, untilCaughtUp, until, lines: () => linesOf(batches), leave };
  }

  it("finds the rest in the copy although the file was written after the copy was made", async () => {
    const lines = Array.from({ length: 40_000 }, (_, number) => `seq ${number} some text`);
    writeFileSync(path, `${lines.join("\n")}\n`);
    const reader = await pulled();
    await reader.nextBatch();
    copyFileSync(path, `${path}.1`);
    // Only in the file, and lost by the rotation itself.
    appendUntilYounger(path, `${path}.1`);
    await reader.nextBatch();
    truncateSync(path);
    appendFileSync(path, "after\n");
    await reader.until("after");
    await reader.leave();
    expect(reader.lines()).toEqual([...lines, "after"]);
  });

  it.each([[[]], [["third"]]])(
    "finds what was copied away before anything of the file was read, then %j",
    async (then) => {
      const reader = await pulled();
      await reader.untilCaughtUp();
      for (const text of ["first", "second"]) {
        appendFileSync(path, `${text}\n`);
        if (existsSync(`${path}.1`)) renameSync(`${path}.1`, `${path}.2`);
        copyFileSync(path, `${path}.1`);
        truncateSync(path);
      }
      for (const text of then) appendFileSync(path, `${text}\n`);
      const expected = ["first", "second", ...then];
      await reader.until(expected.at(-1) ?? "");
      await reader.leave();
      expect(reader.lines()).toEqual(expected);
    },
  );

  it("gives a copy no more that was read past its end in the file before the file was truncated", async () => {
    const begun = (rotation: number) => `${rotation} begins`;
    const reader = await pulled();
    const expected: string[] = [];
    for (let rotation = 1; rotation <= 4; rotation++) {
      appendFileSync(path, `${begun(rotation)}\n`);
      await reader.until(begun(rotation));
      copyFileSync(path, `${path}.${rotation}`);
      expected.push(begun(rotation));
      if (rotation % 2 === 0) {
        appendFileSync(path, `${rotation} after the copy\n`);
        await reader.until(`${rotation} after the copy`);
        expected.push(`${rotation} after the copy`);
      }
      truncateSync(path);
    }
    appendFileSync(path, "last\n");
    await reader.until("last");
    await reader.leave();
    expect(reader.lines()).toEqual([...expected, "last"]);
  });

  async function open(resume?: ResumeToken): Promise<SourceRun> {
    const opened = await file.open(path, { follow: true, history: undefined, since: undefined });
    const source = (opened.ok ? opened.value[0] : undefined) ?? expect.fail("not opened");
    return runSource(source, resume);
  }
});

function byNumber(left: string, right: string): number {
  return Number(left.split(" ")[1]) - Number(right.split(" ")[1]);
}

type Pulled = {
  readonly nextBatch: () => Promise<void>;
  readonly untilCaughtUp: () => Promise<void>;
  /** Until the newest batch has this line. */
  readonly until: (text: string) => Promise<void>;
  readonly lines: () => readonly string[];
  readonly leave: () => Promise<void>;
};

/** Appends lines until the file system's clock, too, says that it was written later than the other one. */
function appendUntilYounger(path: string, other: string): void {
  const { mtimeMs } = statSync(other);
  do appendFileSync(path, "written after the copy\n");
  while (statSync(path).mtimeMs < mtimeMs + 50);
}

/** Writes and rotates by the clock, whatever the reader does; everything it wrote is in a file at the end. */
function rotateByClock(path: string, style: "create" | "copytruncate"): { stop(): void } {
  let fd = openSync(path, "a");
  let number = 1;
  let rotation = 0;
  let reopenAt = Number.POSITIVE_INFINITY;
  const everyMs = style === "create" ? 40 : 120;
  let rotateAt = performance.now() + everyMs;
  const ticking = setInterval(() => {
    const now = performance.now();
    if (now >= reopenAt) {
      closeSync(fd);
      fd = openSync(path, "a");
      reopenAt = Number.POSITIVE_INFINITY;
    }
    for (let i = 0; i < 5; i++) writeSync(fd, `seq ${number++} some text\n`);
    if (now < rotateAt) return;
    rotateAt = now + everyMs;
    rotation++;
    if (style === "create") {
      renameSync(path, `${path}.${rotation}`);
      writeFileSync(path, "");
      reopenAt = now + 15;
    } else {
      copyFileSync(path, `${path}.${rotation}`);
      truncateSync(path);
    }
  }, 2);
  return {
    stop() {
      clearInterval(ticking);
      closeSync(fd);
    },
  };
}

describe("a file that is rotated faster than it is looked at", () => {
  it.each(["create", "copytruncate"] as const)(
    "gives each line once in order, left at any event, with %s",
    async (style) => {
      const folder = temporaryFolder();
      const path = join(folder.path, "app.log");
      writeFileSync(path, "seq 0 some text\n");
      const numbers: number[] = [];
      let token: ResumeToken | undefined;
      const take = async (isEnough: (events: number) => boolean) => {
        const opened = await file.open(path, { follow: true, history: undefined, since: undefined });
        const source = (opened.ok ? opened.value[0] : undefined) ?? expect.fail("not opened");
        let events = 0;
        for await (const event of source.events(new AbortController().signal, token)) {
          if (event.kind === "batch") {
            token = event.resume;
            for (const line of linesOf([event.batch])) numbers.push(Number(line.split(" ")[1]));
          }
          events++;
          // Left as it stands, as by a kill: nothing is finished.
          if (isEnough(events)) break;
        }
      };
      // What was rotated away before the first start is nobody's to find.
      await take(() => true);
      const writer = rotateByClock(path, style);
      for (let restart = 1; restart <= 15; restart++) {
        await take((events) => events > (restart * 7) % 11);
        await later((restart * 37) % 200);
      }
      writer.stop();
      const names = readdirSync(folder.path);
      const there = names.flatMap((name) => readFileSync(join(folder.path, name), "utf8").match(/(?<=seq )\d+/g) ?? []);
      await take(() => numbers.length >= there.length);
      folder.remove();
      expect(numbers).toEqual(there.map(Number).toSorted((a, b) => a - b));
    },
  );
});
