import { levelOf } from "../../core/level.js";
import { micros } from "../../core/time.js";
import { instantOfYearless } from "../instant.js";
import type { Format, ParsedLine } from "../format.js";
import { scanPriority } from "../priority.js";
import { endOfHost, scanTag } from "../tag.js";
import { scanMonthDay } from "../timestamp.js";

/**
 * RFC 3164 with and without `<PRI>`, as files of rsyslog and `journalctl -o short` have it:
 * `Nov 21 12:00:00 host ident[pid]: text`. The level is known only from the PRI. Local time without a year.
 */
export const syslog: Format = {
  name: "syslog",
  summary: "Traditional syslog (RFC 3164) and journalctl's short output",
  confidence: 0.9,
  multiline: "indented",
  parse(line, context) {
    const priority = scanPriority(line);
    const stamp = scanMonthDay(line, priority?.end ?? 0);
    if (stamp === undefined || line.charCodeAt(stamp.end) !== 32) return undefined;
    const at = instantOfYearless(stamp, context);
    const level = priority === undefined ? undefined : levelOf(priority.value & 7);
    return { ...parseOrigin(line, stamp.end + 1), at, level };
  },
  fields(text) {
    const priority = scanPriority(text);
    return priority === undefined ? {} : { facility: priority.value >> 3 };
  },
  samples: [
    {
      line: "Nov 21 11:59:58 web1 sshd[4711]: Accepted publickey for root from 10.0.0.9 port 50022 ssh2",
      gives: {
        at: micros(1_795_262_398_000_000),
        host: "web1",
        identifier: "sshd",
        pid: 4711,
        message: "Accepted publickey for root from 10.0.0.9 port 50022 ssh2",
      },
    },
    {
      line: "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
      gives: {
        at: micros(1_791_756_855_000_000),
        level: "critical",
        host: "mymachine",
        identifier: "su",
        message: "'su root' failed for lonvick on /dev/pts/8",
      },
    },
    {
      line: "Dec  3 07:00:00.123456 laptop kernel: usb 1-1: new high-speed USB device",
      gives: {
        at: micros(1_764_745_200_123_456),
        host: "laptop",
        identifier: "kernel",
        message: "usb 1-1: new high-speed USB device",
      },
    },
    {
      line: "<13>Nov 21 11:00:00 backup[99]: run finished",
      gives: {
        at: micros(1_795_258_800_000_000),
        level: "notice",
        identifier: "backup",
        pid: 99,
        message: "run finished",
      },
    },
    {
      line: "Nov 20 08:30:00 desk Isolated Web Co[5511]: Sandbox: seccomp violation",
      gives: {
        at: micros(1_795_163_400_000_000),
        host: "desk",
        identifier: "Isolated Web Co",
        pid: 5511,
        message: "Sandbox: seccomp violation",
      },
    },
  ],
};

/** Host, tag and message; a line that a local program wrote to the syslog socket has no host. */
function parseOrigin(line: string, from: number): ParsedLine {
  const hostEnd = endOfHost(line, from);
  if (hostEnd === -1 || line.charCodeAt(hostEnd - 1) === 58) {
    const own = scanTag(line, from);
    return own === undefined ? { message: from } : { identifier: own.identifier, pid: own.pid, message: own.end };
  }
  const host = line.slice(from, hostEnd);
  const tag = scanTag(line, hostEnd + 1);
  if (tag === undefined) return { host, message: hostEnd + 1 };
  return { host, identifier: tag.identifier, pid: tag.pid, message: tag.end };
}
