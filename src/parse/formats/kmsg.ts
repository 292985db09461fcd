import type { Fields, FieldValue } from "../../core/entry.js";
import { levelOf } from "../../core/level.js";
import type { Format, ParsedLine } from "../format.js";
import { scanTag } from "../tag.js";
import { decodeUtf8 } from "../utf8.js";

/** `PRIO,SEQ,USEC,FLAGS[,more];`: PRIO is facility * 8 + level, USEC counts from boot. */
const HEAD = /^(\d{1,4}),(\d{1,20}),(\d{1,18}),([-c+])((?:,[^;,]{1,64}){0,8});/;

/**
 * Records of `/dev/kmsg` as they are read (kernel.org, ABI/testing/dev-kmsg). The time counts from boot and says nothing
 * about the wall clock, so only a source that knows when the machine started gives one. Text that is not printable
 * ASCII is `\xNN` per byte. Lines ` KEY=value` after the text are the record's dictionary.
 */
export const kmsg: Format = {
  name: "kmsg",
  summary: "Kernel messages as read from /dev/kmsg",
  confidence: 0.99,
  multiline: "indented",
  parse(line) {
    const code = line.charCodeAt(0);
    const match = code >= 48 && code <= 57 ? HEAD.exec(line) : null;
    if (match === null) return undefined;
    const priority = Number(match[1]);
    const level = levelOf(priority & 7);
    return { level, ...messageOf(line, match[0].length, priority >> 3 === 0) };
  },
  fields(text) {
    const match = HEAD.exec(text);
    if (match === null) return {};
    const [, priority = "", sequence = "", microseconds = "", flags = "-", more = ""] = match;
    return {
      facility: Number(priority) >> 3,
      sequence: Number(sequence),
      monotonic_us: Number(microseconds),
      ...(flags === "-" ? {} : { flags }),
      ...Object.fromEntries([...headPairs(more), ...dictionary(text)]),
    } satisfies Fields;
  },
  samples: [
    {
      line: "6,339,5140900,-;NET: Registered protocol family 10",
      gives: { level: "info", identifier: "kernel", message: "NET: Registered protocol family 10" },
    },
    {
      line: "3,511,3006153733,-,caller=T142;I/O error, dev loop0, sector 4628",
      gives: { level: "error", identifier: "kernel", message: "I/O error, dev loop0, sector 4628" },
    },
    {
      line: "12,600,2781772380,c;backup: disk \\xc3\\xa4 \\x5c\\x09full\\xff",
      gives: { level: "warning", identifier: "backup", message: "disk ä \\\tfull\uFFFD" },
    },
  ],
};

/** Where the message of a record is; programs that write to the kernel log put their name before it. */
function messageOf(line: string, from: number, isKernel: boolean): Pick<ParsedLine, "identifier" | "pid" | "message"> {
  const tag = isKernel ? undefined : scanTag(line, from);
  const start = tag?.end ?? from;
  const message = line.includes("\\x", start) ? unescapeKmsg(line.slice(start)) : start;
  if (tag !== undefined) return { identifier: tag.identifier, pid: tag.pid, message };
  return isKernel ? { identifier: "kernel", message } : { message };
}

/** Undoes `\xNN`: the bytes of each run of escapes are UTF-8. */
function unescapeKmsg(text: string): string {
  return text.replaceAll(/(?:\\x[0-9a-f]{2})+/gi, (run) =>
    decodeUtf8(
      run
        .split("\\x")
        .slice(1)
        .map((hex) => Number.parseInt(hex, 16)),
    ),
  );
}

function headPairs(more: string): [string, FieldValue][] {
  return more.split(",").flatMap((part): [string, FieldValue][] => {
    const equals = part.indexOf("=");
    return equals < 1 ? [] : [[part.slice(0, equals), part.slice(equals + 1)]];
  });
}

function dictionary(text: string): [string, FieldValue][] {
  return text.split("\n", 256).flatMap((line): [string, FieldValue][] => {
    const equals = line.indexOf("=");
    if (!line.startsWith(" ") || equals < 2) return [];
    return [[line.slice(1, equals), unescapeKmsg(line.slice(equals + 1)).replace(/\r$/, "")]];
  });
}
