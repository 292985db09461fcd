import type { Fields } from "../../core/entry.js";
import { levelFromName, levelOf } from "../../core/level.js";
import { micros } from "../../core/time.js";
import type { Format } from "../format.js";
import { instantOf } from "../instant.js";
import { scanPriority } from "../priority.js";
import { scanIso } from "../timestamp.js";

const FACILITIES = [
  "kern",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "authpriv",
  "ftp",
];
/** `kern  :err   : `: facility and level of `dmesg -x`. */
const DECODED = /^([a-z]{3,8}) {0,5}:([a-z]{3,6}) {0,3}: /;
/** `[   12.345678] `, with the caller that CONFIG_PRINTK_CALLER adds. */
const SINCE_BOOT = /\[ {0,12}(\d{1,10}\.\d{6})\](?:\[ {0,8}([TC]\d{1,10})\])? ?/y;

/**
 * What `dmesg` prints: `[   12.345678] text`, with `<6>` before it (-r), with `kern  :info  : ` before it (-x), and with
 * ISO times after that (-x --time-format iso). Seconds since boot are no wall-clock time and stay a field.
 */
export const dmesg: Format = {
  name: "dmesg",
  summary: "Output of dmesg: plain, raw (-r) and decoded (-x)",
  confidence: 0.95,
  multiline: "indented",
  parse(line, context) {
    const priority = scanPriority(line);
    const decoded = priority === undefined ? DECODED.exec(line) : null;
    const from = priority?.end ?? decoded?.[0].length ?? 0;
    const level = decoded === null ? levelOfPriority(priority) : levelFromName(decoded[2] ?? "");
    const identifier = isKernel(priority, decoded) ? "kernel" : undefined;
    SINCE_BOOT.lastIndex = from;
    if (SINCE_BOOT.test(line)) return { level, identifier, message: SINCE_BOOT.lastIndex };
    const stamp = decoded === null ? undefined : scanIso(line, from);
    if (stamp === undefined || line.charCodeAt(stamp.end) !== 32) return undefined;
    return { at: instantOf(stamp, context), level, identifier, message: stamp.end + 1 };
  },
  fields(text) {
    const priority = scanPriority(text);
    const decoded = DECODED.exec(text);
    const facility = priority === undefined ? FACILITIES.indexOf(decoded?.[1] ?? "") : priority.value >> 3;
    SINCE_BOOT.lastIndex = priority?.end ?? decoded?.[0].length ?? 0;
    const match = SINCE_BOOT.exec(text);
    const caller = match?.[2];
    return {
      ...(facility === -1 ? {} : { facility }),
      ...(match === null ? {} : { monotonic_us: Math.round(Number(match[1]) * 1e6) }),
      ...(caller === undefined ? {} : { caller }),
    } satisfies Fields;
  },
  samples: [
    {
      line: "[    0.000000] Linux version 6.18.44 (builder@host) #1 SMP",
      gives: { identifier: "kernel", message: "Linux version 6.18.44 (builder@host) #1 SMP" },
    },
    {
      line: "<3>[ 3006.153733] I/O error, dev loop0, sector 4628",
      gives: { level: "error", identifier: "kernel", message: "I/O error, dev loop0, sector 4628" },
    },
    {
      line: "kern  :info  : [   12.345678][  T142] usb 1-1: new high-speed USB device",
      gives: { level: "info", identifier: "kernel", message: "usb 1-1: new high-speed USB device" },
    },
    {
      line: "user  :err   : 2026-11-21T02:22:28,361956+00:00 backup: disk full",
      gives: { at: micros(1_795_227_748_361_956), level: "error", message: "backup: disk full" },
    },
  ],
};

function levelOfPriority(priority: ReturnType<typeof scanPriority>): ReturnType<typeof levelOf> {
  return priority === undefined ? undefined : levelOf(priority.value & 7);
}

function isKernel(priority: ReturnType<typeof scanPriority>, decoded: RegExpExecArray | null): boolean {
  if (priority !== undefined) return priority.value < 8;
  return decoded === null || decoded[1] === "kern";
}
