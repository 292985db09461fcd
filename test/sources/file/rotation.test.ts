import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

  async function open(resume?: ResumeToken): Promise<SourceRun> {
    const opened = await file.open(path, { follow: true, history: undefined, since: undefined });
    const source = (opened.ok ? opened.value[0] : undefined) ?? expect.fail("not opened");
    return runSource(source, resume);
  }
});

function byNumber(left: string, right: string): number {
  return Number(left.split(" ")[1]) - Number(right.split(" ")[1]);
}
