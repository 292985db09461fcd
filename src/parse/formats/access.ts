import type { Level } from "../../core/level.js";
import { micros } from "../../core/time.js";
import type { Fields } from "../../core/entry.js";
import type { Format } from "../format.js";
import { instantOf } from "../instant.js";
import { scanClf } from "../timestamp.js";

/** Client, identity and user before the bracket; a virtual host may come first. */
const BEFORE_TIME = /^(?:(\S{1,255}) )?(\S{1,255}) (\S{1,255}) ([^[\]"]{1,255}) $/;
const REQUEST = /^\] ("(?:[^"\\]|\\.){0,8192}") (\d{3}|-) (\d{1,15}|-)/;
const REQUEST_LINE = /^"([A-Z]{1,20}) (\S{1,8192})(?: (HTTP\/[\d.]{1,4}))?"$/;
const REFERRER_AND_AGENT = /^ "((?:[^"\\]|\\.){0,8192})" "((?:[^"\\]|\\.){0,8192})"/;
const MAX_HEAD = 1_024;

/**
 * NCSA common and combined log: `host - user [21/Nov/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 12 "ref" "agent"`.
 * The level is read from the status: 5xx is an error, 4xx a warning, all else info. That is what the field says, so the
 * level does not count as guessed.
 */
export const access: Format = {
  name: "access",
  summary: "Web servers' common and combined access log",
  confidence: 0.98,
  parse(line, context) {
    const bracket = line.slice(0, MAX_HEAD).indexOf(" [");
    if (bracket < 5) return undefined;
    const stamp = scanClf(line, bracket + 2);
    const client = stamp === undefined ? undefined : BEFORE_TIME.exec(line.slice(0, bracket + 1))?.[2];
    if (stamp === undefined || client === undefined) return undefined;
    const request = REQUEST.exec(line.slice(stamp.end));
    if (request === null) return undefined;
    const message = `${client} ${line.slice(stamp.end + 2)}`;
    return { at: instantOf(stamp, context), level: levelOfStatus(request[2] ?? "-"), message };
  },
  fields(text) {
    const line = firstLine(text);
    const bracket = line.indexOf(" [");
    const head = BEFORE_TIME.exec(line.slice(0, bracket + 1));
    const stamp = scanClf(line, bracket + 2);
    if (head === null || stamp === undefined) return {};
    const rest = line.slice(stamp.end);
    const request = REQUEST.exec(rest);
    if (request === null) return {};
    return { ...headFields(head), ...requestFields(request), ...agentFields(rest.slice(request[0].length)) };
  },
  samples: [
    {
      line: '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326',
      gives: {
        at: micros(971_211_336_000_000),
        level: "info",
        message: '127.0.0.1 "GET /apache_pb.gif HTTP/1.0" 200 2326',
      },
    },
    {
      line: '2001:db8::7 - - [21/Nov/2026:11:59:59 +0100] "POST /api/login HTTP/2.0" 503 197 "-" "curl/8.9.1"',
      gives: {
        at: micros(1_795_258_799_000_000),
        level: "error",
        message: '2001:db8::7 "POST /api/login HTTP/2.0" 503 197 "-" "curl/8.9.1"',
      },
    },
    {
      line: 'example.org:443 10.0.0.9 - - [21/Nov/2026:10:00:00 +0000] "\\x16\\x03\\x01" 400 0 "-" "-"',
      gives: {
        at: micros(1_795_255_200_000_000),
        level: "warning",
        message: '10.0.0.9 "\\x16\\x03\\x01" 400 0 "-" "-"',
      },
    },
  ],
};

function levelOfStatus(status: string): Level {
  if (status.startsWith("5")) return "error";
  return status.startsWith("4") ? "warning" : "info";
}

function headFields(head: RegExpExecArray): Fields {
  const [, virtualHost, client = "", , user = "-"] = head;
  return {
    client,
    ...(virtualHost === undefined ? {} : { vhost: virtualHost }),
    ...(user === "-" ? {} : { user }),
  };
}

function requestFields(request: RegExpExecArray): Fields {
  const [, quoted = "", status = "", bytes = ""] = request;
  const line = REQUEST_LINE.exec(quoted);
  return {
    ...(line === null
      ? { request: quoted.slice(1, -1) }
      : { method: line[1] ?? "", path: line[2] ?? "", protocol: line[3] ?? "" }),
    ...(status === "-" ? {} : { status: Number(status) }),
    ...(bytes === "-" ? {} : { bytes: Number(bytes) }),
  };
}

function agentFields(rest: string): Fields {
  const match = REFERRER_AND_AGENT.exec(rest);
  if (match === null) return {};
  const [, referrer = "-", agent = "-"] = match;
  return { ...(referrer === "-" ? {} : { referrer }), ...(agent === "-" ? {} : { agent }) };
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end === -1 ? text : text.slice(0, end);
}
