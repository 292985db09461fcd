import { NO_TROUBLE } from "../../src/core/truth.js";
import { entryId, Mark, sourceId, type LogEntry } from "../../src/core/entry.js";
import type { Level } from "../../src/core/level.js";
import type { SourceStatus } from "../../src/core/ports.js";
import { micros, MICROS_PER_SECOND } from "../../src/core/time.js";

/** 2026-03-14 21:58:00 UTC: late enough that a few hundred entries cross midnight. */
const START = Date.UTC(2026, 2, 14, 21, 58, 0) * 1000;

type Template = {
  readonly unit: string | undefined;
  readonly identifier: string;
  readonly level: Level | undefined;
  readonly message: string;
  readonly weight: number;
};

const TEMPLATES: readonly Template[] = [
  {
    unit: "nginx.service",
    identifier: "nginx",
    level: "info",
    weight: 9,
    message: '10.0.0.{n} - - "GET /api/v1/items/{n} HTTP/1.1" 200 {n}{n} "-" "curl/8.9.1"',
  },
  {
    unit: "nginx.service",
    identifier: "nginx",
    level: "error",
    weight: 2,
    message:
      '*{n} connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.{n}, server: example.org, request: "GET /api HTTP/1.1", upstream: "http://127.0.0.1:{n}8/"',
  },
  {
    unit: "sshd.service",
    identifier: "sshd",
    level: "info",
    weight: 4,
    message: "Accepted publickey for root from 192.168.1.{n} port 4{n}2 ssh2",
  },
  {
    unit: "sshd.service",
    identifier: "sshd",
    level: "warning",
    weight: 2,
    message: "Failed password for invalid user admin from 203.0.113.{n} port 5{n}1 ssh2",
  },
  {
    unit: "postgresql.service",
    identifier: "postgres",
    level: "notice",
    weight: 3,
    message: "checkpoint complete: wrote {n} buffers (0.{n}%); 0 WAL file(s) added, {n} removed",
  },
  {
    unit: "nix-daemon.service",
    identifier: "nix-daemon",
    level: "info",
    weight: 3,
    message: "building '/nix/store/7{n}hq9w3v-firefox-129.0.{n}.drv'...",
  },
  {
    unit: undefined,
    identifier: "kernel",
    level: "warning",
    weight: 2,
    message: "ata1.00: exception Emask 0x0 SAct 0x{n} SErr 0x0 action 0x{n}",
  },
  {
    unit: undefined,
    identifier: "kernel",
    level: "critical",
    weight: 1,
    message: "Out of memory: Killed process {n}77 (java) total-vm:{n}0048kB, anon-rss:{n}1220kB",
  },
  {
    unit: "cron.service",
    identifier: "CRON",
    level: "debug",
    weight: 3,
    message: "(root) CMD (test -x /usr/sbin/anacron || run-parts --report /etc/cron.daily)",
  },
  {
    unit: "app.service",
    identifier: "app",
    level: "info",
    weight: 2,
    message: "注文 {n} を受け付けました 🚀 naïve café",
  },
];

const TRACEBACK = [
  "Traceback (most recent call last):",
  '  File "/srv/app/main.py", line 41, in handle',
  "    return dispatch(request)",
  '  File "/srv/app/dispatch.py", line 97, in dispatch',
  "    raise UpstreamError(reply.status)",
  "app.errors.UpstreamError: upstream answered 502",
];

/** Numbers of a linear congruential generator: the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** `count` entries of an ordinary evening on a small server, from `from` on; the same for the same numbers. */
export function sampleLog(count: number, from = 0): readonly LogEntry[] {
  const random = seeded(20_260_314);
  const entries: LogEntry[] = [];
  let at = START;
  for (let index = 0; index < from + count; index += 1) {
    at += Math.floor(random() * 60 * MICROS_PER_SECOND) + 137;
    const entry = sampleEntry(index, at, random);
    if (index >= from) entries.push(entry);
  }
  return entries;
}

function sampleEntry(index: number, at: number, random: () => number): LogEntry {
  const template = pick(random());
  const lines =
    index % 41 === 40 ? TRACEBACK : [template.message.replaceAll("{n}", () => String(Math.floor(random() * 90) + 10))];
  const trace = lines.length > 1;
  const message = lines.join("\n");
  return {
    id: entryId(1, index),
    source: sourceId("journal:"),
    line: index + 1,
    lines: lines.length,
    at: micros(at),
    order: micros(at),
    level: trace ? "error" : template.level,
    category: undefined,
    unit: trace ? "app.service" : template.unit,
    identifier: trace ? "app" : template.identifier,
    host: "web1",
    pid: 300 + Math.floor(random() * 4000),
    message,
    text: `web1 ${template.identifier}: ${message}`,
    format: "journal",
    marks: index % 53 === 52 ? Mark.timeInherited : 0,
    fields: { _BOOT_ID: "6f2c1a", _TRANSPORT: "stdout", PRIORITY: "6", status: index % 5 === 0 ? 502 : 200 },
  };
}

function pick(chance: number): Template {
  const total = TEMPLATES.reduce((sum, template) => sum + template.weight, 0);
  let rest = chance * total;
  for (const template of TEMPLATES) {
    rest -= template.weight;
    if (rest < 0) return template;
  }
  return TEMPLATES[0]!;
}

/** A plain entry with the given parts, for tests of single rows. */
export function entryWith(change: Partial<LogEntry> & { readonly message: string }): LogEntry {
  return {
    id: entryId(1, 0),
    source: sourceId("file:/var/log/app.log"),
    line: 1,
    lines: change.message.split("\n").length,
    at: micros(START),
    order: micros(START),
    level: "info",
    category: undefined,
    unit: undefined,
    identifier: undefined,
    host: undefined,
    pid: undefined,
    text: change.message,
    format: "plain",
    marks: 0,
    fields: {},
    ...change,
  };
}

export function statusOf(change: Partial<SourceStatus> = {}): SourceStatus {
  return {
    id: sourceId("journal:"),
    label: "journal",
    state: "following",
    entries: 300,
    progress: undefined,
    truth: NO_TROUBLE,
    lagMs: 12,
    worstLagMs: 12,
    holder: undefined,
    entriesPerSecond: 0,
    fault: undefined,
    ...change,
  };
}
