import type { RawBatch } from "../src/core/batch.js";
import { micros } from "../src/core/time.js";
import { createParser } from "../src/parse/parser.js";
import { seeded } from "./corpus.js";

// Lines per second of CPU time of the whole of `Parser.push`, one thread, 1 MB batches, medians.
// Usage: node bench/run.mjs parse [LINES]

const RECEIVED = micros(Date.UTC(2026, 10, 21, 12) * 1000);
const BATCH_BYTES = 1 << 20;
const ROUNDS = 5;

/** Whole numbers below a bound. */
function randomFrom(seed: number): (below: number) => number {
  const random = seeded(seed);
  return (below) => Math.floor(random() * below);
}

const pad = (value: number, width = 2) => String(value).padStart(width, "0");

type Corpus = { readonly name: string; line(index: number, random: (below: number) => number): string };

const MESSAGES = [
  (r: (n: number) => number) =>
    `Accepted publickey for user${r(40)} from 10.0.${r(255)}.${r(255)} port ${r(65_000)} ssh2`,
  (r: (n: number) => number) =>
    `Failed password for invalid user admin${r(90)} from 203.0.113.${r(255)} port ${r(65_000)} ssh2`,
  (r: (n: number) => number) => `session opened for user root(uid=0) by (uid=0) tty=pts/${r(9)} session=${r(99_999)}`,
  (r: (n: number) => number) =>
    `GET /api/v1/items/${r(9_999)} 200 ${r(999)}ms upstream=10.1.${r(9)}.${r(255)}:8080 request_id=${r(1e9).toString(16)}`,
  (r: (n: number) => number) =>
    `connection from 192.168.${r(255)}.${r(255)} refused: backend pool ${r(9)} exhausted after ${r(9_999)} requests`,
];

const message = (random: (below: number) => number) => MESSAGES[random(MESSAGES.length)]?.(random) ?? "";
const APPS = ["sshd", "nginx", "systemd", "kernel", "postgres", "cron"];
const clock = (index: number) =>
  `${pad(Math.floor(index / 360_000) % 24)}:${pad(Math.floor(index / 6_000) % 60)}:${pad(Math.floor(index / 100) % 60)}`;

const CORPORA: readonly Corpus[] = [
  {
    name: "syslog (RFC 3164)",
    line: (index, r) => `Nov 20 ${clock(index)} web${r(4)} ${APPS[r(6)]}[${r(30_000) + 1}]: ${message(r)}`,
  },
  {
    name: "syslog-iso, zone",
    line: (index, r) =>
      `2026-11-20T${clock(index)}.${pad(r(1e6), 6)}+00:00 web${r(4)} ${APPS[r(6)]}[${r(30_000) + 1}]: ${message(r)}`,
  },
  {
    name: "iso with level",
    line: (index, r) => `2026-11-20 ${clock(index)},${pad(r(1_000), 3)} ${r(9) === 0 ? "ERROR" : "INFO"} ${message(r)}`,
  },
  { name: "plain", line: (_, r) => message(r) },
  {
    name: "syslog, 1 % not ASCII",
    line: (index, r) => `Nov 20 ${clock(index)} web1 nginx[42]: ${message(r)}${r(100) === 0 ? " …" : ""}`,
  },
  {
    name: "json (pino)",
    line: (index, r) =>
      `{"level":30,"time":${1_795_132_800_000 + index},"pid":${r(9_999)},"hostname":"web${r(4)}","name":"shop","msg":"${message(r)}"}`,
  },
  {
    name: "journal-json, random key order",
    line: (index, r) => {
      const members = [
        `"MESSAGE":"${message(r)}"`,
        `"PRIORITY":"6"`,
        `"_HOSTNAME":"web${r(4)}"`,
        `"SYSLOG_IDENTIFIER":"${APPS[r(6)]}"`,
        `"_PID":"${r(9_999) + 1}"`,
        `"_SYSTEMD_UNIT":"${APPS[r(6)]}.service"`,
        `"__REALTIME_TIMESTAMP":"${1_795_132_800_000_000 + index}"`,
        `"__CURSOR":"s=8477f87667dd4a36b361bbb8ebd40971;i=${r(1e9).toString(16)};b=6622cae6766348e19307f90fd41a9965"`,
        `"_BOOT_ID":"6622cae6766348e19307f90fd41a9965"`,
        `"_MACHINE_ID":"3d1219c7c4c5404aaa1f6d2a48adfda4"`,
        `"_CMDLINE":"/usr/bin/${APPS[r(6)]} --config /etc/app.conf"`,
        `"_TRANSPORT":"journal"`,
        `"_UID":"0"`,
        `"_GID":"0"`,
        `"_EXE":"/usr/bin/python3"`,
        `"_CAP_EFFECTIVE":"1fffeffffff"`,
        `"__MONOTONIC_TIMESTAMP":"${4_118_212_044 + index}"`,
        `"_SYSTEMD_INVOCATION_ID":"b1e21920ff6e4cebaed84983e84fa96b"`,
      ];
      for (let at = members.length - 1; at > 0; at -= 1) {
        const other = r(at + 1);
        [members[at], members[other]] = [members[other] ?? "", members[at] ?? ""];
      }
      return `{${members.join(",")}}`;
    },
  },
];

function batchesOf(text: Buffer): RawBatch[] {
  const batches: RawBatch[] = [];
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf(10, Math.min(from + BATCH_BYTES, text.length - 1));
    const to = newline === -1 ? text.length : newline + 1;
    const bytes = text.subarray(from, to);
    const starts: number[] = [];
    const ends: number[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = bytes.indexOf(10, at);
      starts.push(at);
      ends.push(end);
      at = end + 1;
    }
    batches.push({
      bytes,
      starts: Uint32Array.from(starts),
      ends: Uint32Array.from(ends),
      count: starts.length,
      marks: undefined,
      records: undefined,
      receivedAt: RECEIVED,
    });
    from = to;
  }
  return batches;
}

const decode = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.prototype.utf8Slice.call(bytes, start, end);

const lines = Number(process.argv[2] ?? 200_000);
for (const corpus of CORPORA) {
  const random = randomFrom(7);
  const text = Buffer.from(Array.from({ length: lines }, (_, index) => `${corpus.line(index, random)}\n`).join(""));
  const batches = batchesOf(text);
  const rates: number[] = [];
  let format = "";
  for (let round = 0; round < ROUNDS; round += 1) {
    const parser = createParser({ localOffset: () => 0, decode, lastOrder: undefined });
    const started = process.cpuUsage();
    let entries = 0;
    for (const batch of batches) entries += parser.push(batch)?.count ?? 0;
    entries += parser.flush()?.count ?? 0;
    const used = process.cpuUsage(started);
    if (entries !== lines) throw new Error(`${corpus.name}: ${entries} entries of ${lines} lines`);
    rates.push(lines / ((used.user + used.system) / 1e6));
    format = parser.format;
  }
  const median = rates.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  const perLine = text.length / lines;
  console.log(
    `${corpus.name.padEnd(32)} ${format.padEnd(13)} ${Math.round(perLine)} B/line  ${Math.round(median / 1000)} k lines/s  ${Math.round((median * perLine) / 1e6)} MB/s`,
  );
}
