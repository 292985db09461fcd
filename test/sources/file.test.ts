import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Mark } from "../../src/core/entry.js";
import type { Source, SourceOptions } from "../../src/core/ports.js";
import { file } from "../../src/sources/file.js";
import { type SourceCase, sourceContract } from "../contracts/source-contract.js";
import { asText, numberedLines } from "../support/numbered-lines.js";
import { canPack, PACKERS } from "../support/pack.js";
import { hear, heardIn } from "../support/read-source.js";
import { runSource, type SourceRun } from "../support/source-run.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const FOLLOW: SourceOptions = { follow: true, history: undefined, since: undefined };
/** A file that was not written for long is not waited for to finish its last line. */
const LONG_AGO = new Date("2001-01-01T00:00:00Z");
const ONCE: SourceOptions = { follow: false, history: undefined, since: undefined };

async function sourceOf(path: string, options: SourceOptions = FOLLOW): Promise<Source> {
  const opened = await file.open(path, options);
  return (opened.ok ? opened.value[0] : undefined) ?? expect.fail(opened.ok ? "no source" : opened.fault.message);
}

for (const follow of [true, false]) {
  sourceContract(follow ? "a followed file" : "a file read once", async (): Promise<SourceCase> => {
    const folder = temporaryFolder();
    const lines = numberedLines(30_000);
    const path = join(folder.path, "app.log");
    const endless = join(folder.path, "endless.log");
    writeFileSync(path, asText(lines));
    return {
      open: () => sourceOf(path, { ...FOLLOW, follow }),
      endless: () => {
        writeFileSync(endless, `${"y".repeat(200)}\n`.repeat(250_000));
        return sourceOf(endless, { ...FOLLOW, follow });
      },
      ...(follow ? { append: async (more: readonly string[]) => appendFileSync(path, asText(more)) } : {}),
      lines,
      ends: !follow,
      resumes: true,
      close: async () => folder.remove(),
    };
  });
}

describe("a file", () => {
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

  async function follow(options: SourceOptions = FOLLOW, resume?: SourceRun): Promise<SourceRun> {
    const run = runSource(await sourceOf(path, options), resume?.token());
    runs.push(run);
    return run;
  }
  const write = (...lines: string[]) => appendFileSync(path, asText(lines));
  const gaps = (run: SourceRun) => run.events.filter((event) => event.kind === "gap").map((event) => event.reason);

  describe("read once", () => {
    it("gives an unfinished last line, marked, and ends", async () => {
      writeFileSync(path, "a\nb");
      const heard = await hear(await sourceOf(path, ONCE));
      expect(heard.lines).toEqual(["a", "b"]);
      expect(heard.batches.at(-1)?.marks?.at(-1)).toBe(Mark.partial);
      expect(heard.events.some((event) => event.kind === "caught-up")).toBe(false);
    });

    it("gives only what is new when it is read again with the token", async () => {
      writeFileSync(path, "a\nb");
      const first = await hear(await sourceOf(path, ONCE));
      appendFileSync(path, "b\nc\n");
      expect((await hear(await sourceOf(path, ONCE), undefined, first.resume)).lines).toEqual(["b", "c"]);
    });

    it.each([
      [0, []],
      [1, ["line 4999 ·······································"]],
      [3, numberedLines(3, 4997)],
      [4999, numberedLines(4999, 1)],
      [5000, numberedLines(5000)],
      [9000, numberedLines(5000)],
    ])("brings the last %i lines when that many are asked for", async (history, expected) => {
      writeFileSync(path, asText(numberedLines(5000)));
      expect((await hear(await sourceOf(path, { ...ONCE, history }))).lines).toEqual(expected);
    });

    it("counts an unfinished line among the last, in UTF-16 too", async () => {
      for (const text of ["a\nb\nc", "\u{feff}a\nb\nc"]) {
        writeFileSync(path, Buffer.from(text, text.startsWith("a") ? "utf8" : "utf16le"));
        expect((await hear(await sourceOf(path, { ...ONCE, history: 2 }))).lines).toEqual(["b", "c"]);
      }
    });

    it("tells how far it is", async () => {
      writeFileSync(path, asText(numberedLines(30_000)));
      const { events } = await hear(await sourceOf(path, ONCE));
      const progress = events.flatMap((event) => (event.kind === "batch" ? [event.progress ?? -1] : []));
      expect(progress.length).toBeGreaterThan(2);
      expect(progress).toEqual(progress.toSorted((a, b) => a - b));
      expect(progress.at(-1)).toBe(1);
    });
  });

  describe("followed", () => {
    it("gives lines as they are written, after those that were there", async () => {
      write("one", "two");
      const run = await follow();
      await run.until(() => run.isCaughtUp());
      write("three");
      await run.until(() => run.received.length === 3);
      appendFileSync(path, "fo");
      appendFileSync(path, "ur\r\n");
      await run.until(() => run.received.length === 4);
      expect(run.texts()).toEqual(["one", "two", "three", "four"]);
    });

    it("gives an unfinished line after a pause, and its rest as what continues it", async () => {
      write("one");
      const run = await follow();
      appendFileSync(path, "half");
      await run.until(() => run.texts().includes("half"));
      appendFileSync(path, " and whole\n");
      await run.until(() => run.received.length === 3);
      expect(run.received.map(({ text, marks }) => [text, marks])).toEqual([
        ["one", 0],
        ["half", Mark.partial | Mark.continues],
        [" and whole", 0],
      ]);
    });

    it("resumes in the middle of a line of which a part was given", async () => {
      writeFileSync(path, "one\nhalf");
      utimesSync(path, LONG_AGO, LONG_AGO);
      const first = await follow();
      await first.until(() => first.received.length === 2);
      await first.stop();
      appendFileSync(path, " and whole\ntwo\n");
      const second = await follow(FOLLOW, first);
      await second.until(() => second.received.length === 2);
      expect(second.texts()).toEqual([" and whole", "two"]);
    });

    it("starts with the last lines only, when asked", async () => {
      write(...numberedLines(100));
      const run = await follow({ ...FOLLOW, history: 2 });
      await run.until(() => run.isCaughtUp());
      write("new");
      await run.until(() => run.texts().includes("new"));
      expect(run.texts()).toEqual([...numberedLines(2, 98), "new"]);
    });

    it("waits for a file that is missing, says so, and gives all of it when it comes", async () => {
      const run = await follow({ ...FOLLOW, history: 0 });
      await run.until(() => run.faults.length > 0);
      expect(run.events[0]).toMatchObject({
        kind: "failed",
        fault: { code: "not-found" },
        retryInMs: expect.any(Number),
      });
      write("first", "second");
      await run.until(() => run.received.length === 2);
      expect(run.texts()).toEqual(["first", "second"]);
      expect(run.faults.length).toBe(1);
    });

    it("waits for a file in a folder that is missing", async () => {
      path = join(folder.path, "not", "yet", "app.log");
      const run = await follow();
      await run.until(() => run.faults.length > 0);
      mkdirSync(join(folder.path, "not", "yet"), { recursive: true });
      write("first");
      await run.until(() => run.received.length === 1);
    });

    it("says that an empty file that came back is there again", async () => {
      const run = await follow();
      await run.until(() => run.faults.length > 0);
      writeFileSync(path, "");
      await run.until(() => run.events.some((event) => event.kind === "batch"));
      expect(run.received).toEqual([]);
    });

    it("reads on in a file that was renamed, and then in its successor, without loss", async () => {
      write("1", "2");
      const run = await follow();
      await run.until(() => run.received.length === 2);
      renameSync(path, `${path}.1`);
      appendFileSync(`${path}.1`, "3\n");
      write("5");
      appendFileSync(`${path}.1`, "4\n");
      await run.until(() => run.received.length === 5);
      write("6");
      await run.until(() => run.received.length === 6);
      expect(run.texts().toSorted()).toEqual(["1", "2", "3", "4", "5", "6"]);
      expect(run.texts().indexOf("3")).toBeLessThan(run.texts().indexOf("5"));
      expect(gaps(run)).toEqual([]);
    });

    it("gives what a writer wrote first first, however late it opens the new file", async () => {
      write("0");
      const run = await follow();
      await run.until(() => run.received.length === 1);
      const expected = ["0"];
      for (let rotation = 1; rotation <= 10; rotation++) {
        renameSync(path, `${path}.${rotation}`);
        writeFileSync(path, "");
        for (const where of [`${path}.${rotation}`, path]) {
          expected.push(`${rotation} ${where}`);
          appendFileSync(where, `${rotation} ${where}\n`);
        }
        await run.until(() => run.received.length === expected.length);
      }
      expect(run.texts()).toEqual(expected);
    });

    it("finishes an unfinished line of the old file before the new one's", async () => {
      writeFileSync(path, "one\nhalf");
      utimesSync(path, LONG_AGO, LONG_AGO);
      const run = await follow();
      await run.until(() => run.received.length === 2);
      renameSync(path, `${path}.1`);
      write("two");
      await run.until(() => run.texts().includes("two"));
      expect(heardIn(run.events).lines).toEqual(["one", "half", "two"]);
    });

    it("starts again when the file is truncated, and says that something may be missing", async () => {
      write(...numberedLines(100));
      const run = await follow();
      await run.until(() => run.isCaughtUp());
      truncateSync(path);
      write("new");
      await run.until(() => run.texts().includes("new"));
      expect(run.texts()).toEqual([...numberedLines(100), "new"]);
      expect(gaps(run)).toEqual(["truncated"]);
    });

    it("sees a truncation although the file has grown past its old end since", async () => {
      write("old 1", "old 2");
      const run = await follow();
      await run.until(() => run.isCaughtUp());
      writeFileSync(path, asText(numberedLines(50)));
      await run.until(() => run.received.length === 52);
      expect(run.texts()).toEqual(["old 1", "old 2", ...numberedLines(50)]);
      expect(gaps(run)).toEqual(["truncated"]);
    });

    it("reads from the copy what was written before the file was copied and truncated", async () => {
      write("1", "2");
      const run = await follow();
      await run.until(() => run.isCaughtUp());
      // In one turn of the event loop: nothing can be read in between.
      write("3", "4");
      copyFileSync(path, `${path}.1`);
      truncateSync(path);
      write("5");
      await run.until(() => run.texts().includes("5"));
      expect(run.texts()).toEqual(["1", "2", "3", "4", "5"]);
    });

    it("passes over the hole that a writer leaves who does not append", async () => {
      write(...numberedLines(20));
      const run = await follow();
      await run.until(() => run.isCaughtUp());
      truncateSync(path);
      await run.until(() => gaps(run).length === 1);
      const handle = execFileSync("stat", ["-c", "%i", path]).toString();
      writeFileSync(path, Buffer.concat([Buffer.alloc(300_000), Buffer.from("after the hole\n")]));
      await run.until(() => run.received.length > 20);
      expect(run.texts().at(-1)).toBe("after the hole");
      expect(execFileSync("stat", ["-c", "%i", path]).toString()).toBe(handle);
    });

    it("follows a link to another file when it is changed", async () => {
      const link = join(folder.path, "current.log");
      for (const day of ["app-2026-01-01.log", "app-2026-01-02.log"]) writeFileSync(join(folder.path, day), `${day}\n`);
      symlinkSync("app-2026-01-01.log", link);
      path = link;
      const run = await follow();
      await run.until(() => run.received.length === 1);
      symlinkSync("app-2026-01-02.log", `${link}.new`);
      renameSync(`${link}.new`, link);
      await run.until(() => run.received.length === 2);
      write("more");
      await run.until(() => run.received.length === 3);
      expect(run.texts()).toEqual(["app-2026-01-01.log", "app-2026-01-02.log", "more"]);
    });

    it("says that the file is gone, and goes on when it is back", async () => {
      write("one");
      const run = await follow();
      await run.until(() => run.isCaughtUp());
      unlinkSync(path);
      await run.until(() => run.faults.length === 1);
      write("two");
      await run.until(() => run.received.length === 2);
      expect(run.faults).toMatchObject([{ code: "not-found" }]);
    });

    it("says that a folder has taken the file's place, and goes on when it is a file again", async () => {
      write("one");
      const run = await follow();
      await run.until(() => run.isCaughtUp());
      unlinkSync(path);
      mkdirSync(path);
      await run.until(() => run.faults.length > 0);
      rmSync(path, { recursive: true });
      write("two");
      await run.until(() => run.received.length === 2);
      expect(run.faults).toMatchObject([{ code: "not-readable", message: expect.stringContaining("is a folder") }]);
    });

    it.skipIf(process.getuid?.() === 0)("says who may read a file that it may not", async () => {
      write("one");
      chmodSync(path, 0o200);
      const run = await follow();
      await run.until(() => run.faults.length > 0);
      expect(run.faults[0]).toMatchObject({ code: "no-permission" });
      chmodSync(path, 0o600);
      await run.until(() => run.received.length === 1);
    });
  });

  describe("resumed after a restart", () => {
    async function readAndStop(...lines: string[]): Promise<SourceRun> {
      write(...lines);
      const run = await follow();
      await run.until(() => run.received.length === lines.length);
      await run.stop();
      return run;
    }

    it("reads the rest of the file that was rotated away meanwhile, and then the new one", async () => {
      const first = await readAndStop("1", "2");
      write("3");
      renameSync(path, `${path}.1`);
      write("4");
      const second = await follow(FOLLOW, first);
      await second.until(() => second.received.length === 2);
      expect(second.texts()).toEqual(["3", "4"]);
      expect(gaps(second)).toEqual([]);
    });

    it("reads all that was rotated away meanwhile, oldest first", async () => {
      const first = await readAndStop("1", "2");
      write("3");
      for (const line of ["4", "5", "6"]) {
        for (const number of [2, 1])
          execFileSync("sh", ["-c", `! [ -e ${path}.${number} ] || mv ${path}.${number} ${path}.${number + 1}`]);
        renameSync(path, `${path}.1`);
        write(line);
      }
      for (const options of [ONCE, FOLLOW]) {
        const second = await follow(options, first);
        await second.until(() => second.received.length === 4);
        expect(second.texts()).toEqual(["3", "4", "5", "6"]);
        expect(gaps(second)).toEqual([]);
      }
    });

    it("reads on in the copy when the file was copied and truncated meanwhile", async () => {
      const first = await readAndStop("1", "2");
      write("3");
      copyFileSync(path, `${path}.1`);
      truncateSync(path);
      write("4");
      const second = await follow(FOLLOW, first);
      await second.until(() => second.received.length === 2);
      expect(second.texts()).toEqual(["3", "4"]);
      expect(gaps(second)).toEqual(["truncated"]);
    });

    it("says that lines are lost when the file it had read is nowhere any more", async () => {
      const first = await readAndStop("1", "2");
      unlinkSync(path);
      writeFileSync(join(folder.path, "stranger"), "");
      write("other 1");
      const second = await follow(FOLLOW, first);
      await second.until(() => second.received.length === 1);
      expect(second.texts()).toEqual(["other 1"]);
      expect(gaps(second).length).toBe(1);
    });

    it("keeps its place while the file is missing at the start", async () => {
      const first = await readAndStop("1", "2");
      write("3");
      renameSync(path, `${path}.1`);
      const second = await follow(FOLLOW, first);
      await second.until(() => second.received.length === 1);
      write("4");
      await second.until(() => second.received.length === 2);
      expect(second.texts()).toEqual(["3", "4"]);
    });

    it("starts anew with a token that it cannot read", async () => {
      write("1");
      const heard = await hear(await sourceOf(path, ONCE), undefined, JSON.parse(JSON.stringify("nonsense")));
      expect(heard.lines).toEqual(["1"]);
    });
  });

  describe("of another kind", () => {
    it("reads a FIFO and waits for its next writer", async () => {
      execFileSync("mkfifo", [path]);
      const run = await follow();
      // Beside the test: the shell waits until somebody reads.
      spawn("sh", ["-c", `echo one > ${path}`]);
      await run.until(() => run.received.length === 1);
      spawn("sh", ["-c", `echo two > ${path}`]);
      await run.until(() => run.received.length === 2);
      expect(run.token()).toBeUndefined();
    });

    it("reads a device", async () => {
      expect((await hear(await sourceOf("/dev/null", ONCE))).events).toEqual([]);
    });

    for (const format of ["gz", "zst", "xz", "bz2"] as const) {
      it.skipIf(!canPack(format))(`decodes .${format}, by content and not by name`, async () => {
        const lines = numberedLines(6_000);
        writeFileSync(path, PACKERS[format](asText(lines)));
        const heard = await hear(await sourceOf(path));
        expect(heard.lines).toEqual(lines);
        expect((await hear(await sourceOf(path), undefined, heard.resume)).events).toEqual([]);
      });

      it.skipIf(!canPack(format))(`gives what a .${format} that was cut off still holds, and says so`, async () => {
        const lines = numberedLines(6_000);
        const packed = PACKERS[format](asText(lines));
        writeFileSync(path, packed.subarray(0, packed.length - 20));
        const heard = await hear(await sourceOf(path));
        expect(heard.events.at(-1)).toMatchObject({
          kind: "failed",
          retryInMs: undefined,
          fault: { code: "not-readable" },
        });
        expect(heard.lines.slice(0, -1)).toEqual(lines.slice(0, Math.max(0, heard.lines.length - 1)));
      });
    }

    it("says why a path cannot be opened", async () => {
      const loop = join(folder.path, "loop");
      symlinkSync(loop, loop);
      expect(await file.open(folder.path, ONCE)).toMatchObject({
        fault: { code: "not-found", message: `there is no text file in ${folder.path}` },
      });
      expect(await file.open(path, ONCE)).toMatchObject({ fault: { code: "not-found" } });
      expect(await file.open(loop, ONCE)).toMatchObject({ fault: { code: "not-readable" } });
      expect(await file.open("", ONCE)).toMatchObject({ fault: { code: "usage" } });
    });
  });
});
