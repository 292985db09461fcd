import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { syslogLine, seeded } from "./corpus.js";

const REMOTE = [
  "/lib/systemd/systemd-journal-remote",
  "/usr/lib/systemd/systemd-journal-remote",
  "/run/current-system/systemd/lib/systemd/systemd-journal-remote",
].find((path) => existsSync(path));

const BOOT = "6622cae6766348e19307f90fd41a9965";
const MACHINE = "3d1219c7c4c5404aaa1f6d2a48adfda4";
const START_MICROS = Date.UTC(2026, 10, 20) * 1000;
const PER_WRITE = 2000;

const hex32 = (number: number) => (number * 2654435761).toString(16).padStart(32, "0").slice(-32);

/** One entry as journald has it, in the export format: twenty fields, most of them those of its neighbours. */
function exportEntry(index: number, random: () => number): string {
  const [, , application = "", message = ""] = /^\S+ (\S+) ([^ [:]+)[^ ]* (.*)$/s.exec(syslogLine(index, random)) ?? [];
  const service = Math.floor(random() * 8);
  const unit = service < 2 ? `${application}.service` : `${application}-${service}.service`;
  const pid = 300 + application.length * 31 + service;
  const at = START_MICROS + index * 700 + Math.floor(random() * 600);
  const priority = message.includes("error") || message.includes("timed out") ? 3 : random() < 0.1 ? 4 : 6;
  return [
    `__REALTIME_TIMESTAMP=${at}`,
    `__MONOTONIC_TIMESTAMP=${60_000_000 + at - START_MICROS}`,
    `_BOOT_ID=${BOOT}`,
    `PRIORITY=${priority}`,
    "SYSLOG_FACILITY=3",
    `SYSLOG_IDENTIFIER=${application}`,
    "_TRANSPORT=stdout",
    `_UID=${service}`,
    `_GID=${service}`,
    `_COMM=${application}`,
    `_EXE=/usr/bin/${application}`,
    `_CMDLINE=/usr/bin/${application} --serve --worker ${service}`,
    "_CAP_EFFECTIVE=1ffffffffff",
    `_SYSTEMD_CGROUP=/system.slice/${unit}`,
    `_SYSTEMD_UNIT=${unit}`,
    "_SYSTEMD_SLICE=system.slice",
    `_SYSTEMD_INVOCATION_ID=${hex32(pid)}`,
    `_STREAM_ID=${hex32(pid + 1)}`,
    `_MACHINE_ID=${MACHINE}`,
    "_HOSTNAME=web1",
    "_RUNTIME_SCOPE=system",
    `_PID=${pid}`,
    `_SOURCE_REALTIME_TIMESTAMP=${at - 40}`,
    `MESSAGE=${message}`,
    "",
    "",
  ].join("\n");
}

/** A folder with a journal of so many entries; made once, the same every time. Undefined without systemd-journal-remote. */
export async function journalCorpus(folder: string, entries: number): Promise<string | undefined> {
  if (REMOTE === undefined) return undefined;
  const done = `${folder}/done`;
  if (existsSync(done)) return `${folder}/journal`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(`${folder}/journal`, { recursive: true });
  const child = spawn(REMOTE, ["-o", `${folder}/journal/corpus.journal`, "-"], { stdio: ["pipe", "ignore", "ignore"] });
  const random = seeded(42);
  for (let from = 0; from < entries; from += PER_WRITE) {
    const count = Math.min(PER_WRITE, entries - from);
    const text = Array.from({ length: count }, (_, index) => exportEntry(from + index, random)).join("");
    if (!child.stdin.write(text)) await once(child.stdin, "drain");
  }
  child.stdin.end();
  await once(child, "close");
  mkdirSync(done);
  return `${folder}/journal`;
}

export function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(`${folder}/${name}`).size, 0);
}
