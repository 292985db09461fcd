import { levelFromName, levelOf } from "../../core/level.js";
import { micros } from "../../core/time.js";
import type { Format } from "../format.js";
import { instantOf } from "../instant.js";
import { scanPriority } from "../priority.js";
import { endOfHost, scanTag } from "../tag.js";
import { epochMicros, isDigit, scanIso, type Stamp } from "../timestamp.js";

const WEEKDAY = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) /;
/** `CET` and the like after journalctl's short-full; what they mean is left to the local clock. */
const ZONE_NAME = /^ [A-Z]{2,5} /;
/** A host and a program in small letters, as nearly all are. */
const NAMES = /^[a-z\d][a-z\d.:_-]* [a-z(/][\w.@/()-]*$/;
const EPOCH = /^(\d{9,11}\.\d{6}) /;

/**
 * Syslog lines with a full time: `2026-11-21T12:00:00.123456+00:00 host ident[pid]: text`. Files of rsyslog, journalctl's
 * short-iso, short-iso-precise, short-full and short-unix. A line without process id counts only when its time names
 * the zone and its names look like names, else any `2026-11-21 12:00:00 Two words: text` would be taken for it.
 */
export const syslogIso: Format = {
  name: "syslog-iso",
  summary: "Syslog with ISO 8601 times: rsyslog files, journalctl short-iso and short-full",
  confidence: 0.85,
  multiline: "indented",
  parse(line, context) {
    const priority = scanPriority(line);
    const stamp = scanFullTime(line, priority?.end ?? 0);
    if (stamp === undefined || line.charCodeAt(stamp.end) !== 32) return undefined;
    const hostEnd = endOfHost(line, stamp.end + 1);
    if (hostEnd === -1) return undefined;
    const host = line.slice(stamp.end + 1, hostEnd);
    if (levelFromName(host) !== undefined) return undefined;
    const tag = scanTag(line, hostEnd + 1);
    if (tag === undefined) return undefined;
    if (tag.pid === undefined && (stamp.offset === undefined || !NAMES.test(`${host} ${tag.identifier}`)))
      return undefined;
    return {
      at: instantOf(stamp, context),
      level: priority === undefined ? undefined : levelOf(priority.value & 7),
      host,
      identifier: tag.identifier,
      pid: tag.pid,
      message: tag.end,
    };
  },
  fields(text) {
    const priority = scanPriority(text);
    return priority === undefined ? {} : { facility: priority.value >> 3 };
  },
  samples: [
    {
      line: "2026-11-21T02:32:34.619787+0000 lsnix systemd-journald[22]: Journal started",
      gives: {
        at: micros(1_795_228_354_619_787),
        host: "lsnix",
        identifier: "systemd-journald",
        pid: 22,
        message: "Journal started",
      },
    },
    {
      line: "2026-11-21T03:32:34+01:00 lsnix kernel: Linux version 6.18.44",
      gives: {
        at: micros(1_795_228_354_000_000),
        host: "lsnix",
        identifier: "kernel",
        message: "Linux version 6.18.44",
      },
    },
    {
      line: "Sat 2026-11-21 02:32:40 UTC lsnix web[80]: upstream timeout while reading /item/25",
      gives: {
        at: micros(1_795_228_360_000_000),
        host: "lsnix",
        identifier: "web",
        pid: 80,
        message: "upstream timeout while reading /item/25",
      },
    },
    {
      line: "1795228360.000123 lsnix sh[503]: FATAL: database is locked",
      gives: {
        at: micros(1_795_228_360_000_123),
        host: "lsnix",
        identifier: "sh",
        pid: 503,
        message: "FATAL: database is locked",
      },
    },
  ],
};

function scanFullTime(line: string, from: number): Stamp | undefined {
  // Where a year ends, an epoch goes on and a weekday has begun the date: nearly no line needs an expression.
  const afterYear = line.charCodeAt(4);
  if (isDigit(afterYear)) {
    const epoch = EPOCH.exec(line)?.[1];
    if (epoch !== undefined) {
      const civil = epochMicros(epoch);
      return civil === undefined ? undefined : { civil, offset: 0, end: epoch.length };
    }
  }
  if (!isDigit(afterYear) || !WEEKDAY.test(line)) return scanIso(line, from);
  const stamp = scanIso(line, 4);
  if (stamp === undefined || stamp.offset !== undefined) return stamp;
  const zone = ZONE_NAME.exec(line.slice(stamp.end, stamp.end + 8));
  return zone === null ? stamp : { ...stamp, end: stamp.end + zone[0].length - 1 };
}
