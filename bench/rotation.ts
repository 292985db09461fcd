import { type ChildProcess, spawn } from "node:child_process";
import {
  copyFileSync,
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
import { file } from "../src/sources/file.js";

// Lines that are lost or given twice while a file that is written at 2,000 lines/s is rotated, beside `tail -F`.
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

const STYLES = {
  create: (path: string, number: number) => {
    renameSync(path, `${path}.${number}`);
    writeFileSync(path, "");
  },
  rename: (path: string, number: number) => renameSync(path, `${path}.${number}`),
  copytruncate: (path: string, number: number) => {
    copyFileSync(path, `${path}.${number}`);
    truncateSync(path);
  },
};

type Score = { readonly lost: number; readonly twice: number };

/** Against the lines that are in the files at the end: what the rotation itself lost is nobody's to find. */
function scoreOf(given: readonly string[], onDisk: ReadonlySet<string>): Score {
  const got = new Set(given);
  return { lost: [...onDisk].filter((line) => !got.has(line)).length, twice: given.length - got.size };
}

async function measured(style: keyof typeof STYLES): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "logstream-rotation-"));
  const path = join(folder, "app.log");
  writeFileSync(path, "");
  const tail = spawn("tail", ["-n", "+1", "-F", path], { stdio: ["ignore", "pipe", "ignore"] });
  const tailed = textOf(tail);
  const controller = new AbortController();
  const followed = follow(path, controller.signal);
  const writer = spawn(process.execPath, ["-e", WRITER, path, String(LINES), style === "copytruncate" ? "no" : "yes"]);
  const ended = new Promise((resolve) => writer.once("exit", resolve));
  for (let number = 1; number <= rotations; number++) {
    await later(EVERY_MS);
    STYLES[style](path, number);
  }
  await ended;
  await later(2_000);
  controller.abort();
  tail.kill();
  const names = readdirSync(folder);
  const onDisk = new Set(linesIn(names.map((name) => readFileSync(join(folder, name), "utf8")).join("")));
  const [ours, theirs] = [scoreOf(await followed, onDisk), scoreOf(linesIn(await tailed), onDisk)];
  const percent = ((theirs.lost / onDisk.size) * 100).toFixed(1);
  process.stdout.write(
    `${style.padEnd(13)} ${rotations} rotations, ${onDisk.size} of ${LINES} lines on disk\n` +
      `  logstream   ${ours.lost} lost, ${ours.twice} twice\n` +
      `  tail -F     ${theirs.lost} lost (${percent} %), ${theirs.twice} twice\n`,
  );
  rmSync(folder, { recursive: true });
}

async function follow(path: string, signal: AbortSignal): Promise<string[]> {
  const result = await file.open(path, { follow: true, history: undefined, since: undefined });
  const source = result.ok ? result.value[0] : undefined;
  const lines: string[] = [];
  for await (const event of source?.events(signal, undefined) ?? []) {
    if (event.kind !== "batch") continue;
    const bytes = Buffer.from(event.batch.bytes);
    for (let i = 0; i < event.batch.count; i++) {
      lines.push(bytes.toString("utf8", event.batch.starts[i], event.batch.ends[i]));
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

for (const style of ["create", "rename", "copytruncate"] as const) await measured(style);
