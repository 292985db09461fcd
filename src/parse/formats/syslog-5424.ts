import type { Fields } from "../../core/entry.js";
import { levelOf } from "../../core/level.js";
import { micros } from "../../core/time.js";
import type { Format } from "../format.js";
import { instantOf } from "../instant.js";
import { scanPriority } from "../priority.js";
import { pidOf } from "../tag.js";
import { scanIso } from "../timestamp.js";

const BYTE_ORDER_MARK = "\uFEFF";
const MAX_ELEMENTS = 64;
const MAX_PARAMS = 500;

/** RFC 5424: `<165>1 2026-11-21T12:00:00.003Z host app procid msgid [id key="value"] text`; `-` means "none". */
export const syslog5424: Format = {
  name: "syslog-5424",
  summary: "Syslog as RFC 5424 defines it, with structured data",
  confidence: 0.99,
  multiline: "indented",
  parse(line, context) {
    const priority = scanPriority(line);
    if (priority === undefined || line.slice(priority.end, priority.end + 2) !== "1 ") return undefined;
    const head = scanHead(line, priority.end + 2);
    if (head === undefined) return undefined;
    const stamp = head.time === "-" ? undefined : scanIso(head.time, 0);
    if (head.time !== "-" && stamp === undefined) return undefined;
    const dataEnd = endOfStructuredData(line, head.end);
    if (dataEnd === -1) return undefined;
    const text = line.charCodeAt(dataEnd) === 32 ? dataEnd + 1 : dataEnd;
    return {
      at: stamp === undefined ? undefined : instantOf(stamp, context),
      level: levelOf(priority.value & 7),
      host: present(head.host),
      identifier: present(head.app),
      pid: pidOf(head.process),
      message: line.startsWith(BYTE_ORDER_MARK, text) ? text + 1 : text,
    };
  },
  fields(text) {
    const priority = scanPriority(text);
    const head = priority === undefined ? undefined : scanHead(text, priority.end + 2);
    if (priority === undefined || head === undefined) return {};
    const entries = structuredData(text, head.end);
    const messageId = present(head.messageId);
    return {
      facility: priority.value >> 3,
      ...(messageId === undefined ? {} : { msgid: messageId }),
      ...Object.fromEntries(entries),
    } satisfies Fields;
  },
  samples: [
    {
      line: '<165>1 2003-10-11T22:14:15.003Z host.example.com evntslog 811 ID47 [exampleSDID@32473 iut="3" eventID="1011"] An application event',
      gives: {
        at: micros(1_065_910_455_003_000),
        level: "notice",
        host: "host.example.com",
        identifier: "evntslog",
        pid: 811,
        message: "An application event",
      },
    },
    {
      line: "<34>1 2026-11-21T12:14:15.003+01:00 relay su - ID47 - \uFEFF'su root' failed",
      gives: {
        at: micros(1_795_259_655_003_000),
        level: "critical",
        host: "relay",
        identifier: "su",
        message: "'su root' failed",
      },
    },
    { line: "<14>1 - - - - - - started", gives: { level: "info", message: "started" } },
  ],
};

type Head = {
  readonly time: string;
  readonly host: string;
  readonly app: string;
  readonly process: string;
  readonly messageId: string;
  readonly end: number;
};

const HEAD = /(\S{1,64}) (\S{1,255}) (\S{1,255}) (\S{1,128}) (\S{1,64}) /y;

function scanHead(line: string, from: number): Head | undefined {
  HEAD.lastIndex = from;
  const match = HEAD.exec(line);
  if (match === null) return undefined;
  const [, time = "", host = "", app = "", process = "", messageId = ""] = match;
  return { time, host, app, process, messageId, end: HEAD.lastIndex };
}

function present(value: string): string | undefined {
  return value === "-" ? undefined : value;
}

/** Index after the structured data, -1 when it is malformed. */
function endOfStructuredData(line: string, from: number): number {
  if (line.charAt(from) === "-") return from + 1;
  let at = from;
  for (let elements = 0; line.charAt(at) === "[" && elements < MAX_ELEMENTS; elements += 1) {
    at = endOfElement(line, at);
    if (at === -1) return -1;
  }
  return at === from ? -1 : at;
}

function endOfElement(line: string, open: number): number {
  let isQuoted = false;
  for (let at = open + 1; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 92 && isQuoted) at += 1;
    else if (code === 34) isQuoted = !isQuoted;
    else if (code === 93 && !isQuoted) return at + 1;
  }
  return -1;
}

const PARAM = / ([^\s="\]]{1,64})="((?:[^"\\\]]|\\.){0,65536})"/y;

/** Every `id.name` with its value, escapes undone. */
function structuredData(text: string, from: number): [string, string][] {
  const entries: [string, string][] = [];
  let at = from;
  while (text.charAt(at) === "[") {
    const id = /^[^\s\]="]{1,64}/.exec(text.slice(at + 1, at + 66))?.[0] ?? "";
    PARAM.lastIndex = at + 1 + id.length;
    for (let next = PARAM.lastIndex; entries.length < MAX_PARAMS; next = PARAM.lastIndex) {
      const match = PARAM.exec(text);
      if (match === null) {
        at = next;
        break;
      }
      entries.push([`${id}.${match[1] ?? ""}`, (match[2] ?? "").replaceAll(/\\(["\\\]])/g, "$1")]);
    }
    if (text.charAt(at) !== "]") return entries;
    at += 1;
  }
  return entries;
}
