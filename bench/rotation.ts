import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import type { ResumeToken } from "../src/core/ports.js";
import { file } from "../src/sources/file.js";

// Lines that are lost or given twice while a file that is written at 2,000 lines/s is rotated, beside `tail -F`. Ours is
// stopped and started again in the middle. By logrotate itself where it is there.
// Usage: node bench/run.mjs rotation [rotations=20]

const rotations = Number(process.argv[2] ?? 20);
const EVERY_MS = 300;
const LINES = Math.ceil((rotations + 2) * EVERY_MS * 2);

/** Opens its file again every 50 lines, as a daemon does a little after it was told to. */
const WRITER = `
  const fs = require("node:fs");
  const [path, lines, reopens] = process.argv.slice(1);
  let fd = fs.openSync(path, "a");
  let i = 0;
  const started = performance.now();
  const writing = setInterval(() => {
    while (i < (performance.now() - started) * 2) {
      if (reopens === "yes" && i % 50 === 0) { fs.closeSync(fd); fd = fs.openSync(path, "a"); }
      if (i === Number(lines)) return clearInterval(writing);
      fs.writeSync(fd, "seq " + i++ + " some text\\n");
    }
  }, 1);`;

const LOGROTATE = "/usr/sbin/logrotate";
type Rotate = (path: string, number: number) => void;

const STYLES: Readonly<Record<string, Rotate>> = {
  create: (path, number) => {
    renameSync(path, `${path}.${number}`);
    writeFileSync(path, "");
  },
  rename: (path, number) => {
    // On a busy machine the writer may not have made the new file yet.
    if (existsSync(path)) renameSync(path, `${path}.${number}`);
  },
  copytruncate: (path, number) => {
    copyFileSync(path, `${path}.${number}`);
    truncateSync(path);
  },
  ...(existsSync(LOGROTATE) && {
    "logrotate, create": byLogrotate("create 0644"),
    "logrotate, nocreate": byLogrotate("nocreate"),
    "logrotate, copytruncate": byLogrotate("copytruncate"),
  }),
};

function byLogrotate(style: string): Rotate {
  return (path) => {
    const config = `${path}.conf`;
    const rules = ["su root root", `rotate ${rotations + 1}`, "size 1", style, "nocompress", "missingok"];
    writeFileSync(config, `${path} {\n${rules.join("\n")}\n}\n`, { mode: 0o644 });
    spawnSync(LOGROTATE, ["-f", "-s", `${path}.state`, config]);
  };
}

type Score = { readonly lost: number; readonly twice: number };

/** Against the lines that are in the files at the end: what the rotation itself lost is nobody's to find. */
function scoreOf(given: readonly string[], onDisk: ReadonlySet<string>): Score {
  const got = new Set(given);
  return { lost: [...onDisk].filter((line) => !got.has(line)).length, twice: given.length - got.size };
}

async function measured(style: string, rotate: Rotate): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "logstream-rotation-"));
  const path = join(folder, "app.log");
  writeFileSync(path, "");
  const tail = spawn("tail", ["-n", "+1", "-F", path], { stdio: ["ignore", "pipe", "ignore"] });
  const tailed = textOf(tail);
  const controller = new AbortController();
  const restart = new AbortController();
  const followed = follow(path, [restart.signal, controller.signal]);
  const writer = spawn(process.execPath, [
    "-e",
    WRITER,
    path,
    String(LINES),
    style.includes("copytruncate") ? "no" : "yes",
  ]);
  const ended = new Promise((resolve) => writer.once("exit", resolve));
  for (let number = 1; number <= rotations; number++) {
    await later(EVERY_MS);
    if (number === Math.ceil(rotations / 2)) restart.abort();
    rotate(path, number);
  }
  await ended;
  await later(2_000);
  controller.abort();
  tail.kill();
  const names = readdirSync(folder).filter((name) => /^app\.log(?:\.\d+)?$/.test(name));
  const onDisk = new Set(linesIn(names.map((name) => readFileSync(join(folder, name), "utf8")).join("")));
  const [ours, theirs] = [scoreOf(await followed, onDisk), scoreOf(linesIn(await tailed), onDisk)];
  const percent = ((theirs.lost / onDisk.size) * 100).toFixed(1);
  process.stdout.write(
    `${style.padEnd(24)} ${rotations} rotations, ${onDisk.size} of ${LINES} lines on disk\n` +
      `  logstream   ${ours.lost} lost, ${ours.twice} twice\n` +
      `  tail -F     ${theirs.lost} lost (${percent} %), ${theirs.twice} twice\n`,
  );
  rmSync(folder, { recursive: true });
}

/** Follows until each of the signals in turn; every time from the token of the last batch. */
async function follow(path: string, signals: readonly AbortSignal[]): Promise<string[]> {
  const result = await file.open(path, { follow: true, history: undefined, since: undefined });
  const source = result.ok ? result.value[0] : undefined;
  const lines: string[] = [];
  let token: ResumeToken | undefined;
  for (const signal of signals) {
    for await (const event of source?.events(signal, token) ?? []) {
      if (event.kind !== "batch") continue;
      token = event.resume;
      const bytes = Buffer.from(event.batch.bytes);
      for (let i = 0; i < event.batch.count; i++) {
        lines.push(bytes.toString("utf8", event.batch.starts[i], event.batch.ends[i]));
      }
    }
  }
  return lines;
}

async function textOf({ stdout }: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of stdout ?? []) text += String(chunk);
  return text;
}

function linesIn(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("seq "));
}

for (const [style, rotate] of Object.entries(STYLES)) await measured(style, rotate);
