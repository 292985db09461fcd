import type { Fields } from "../core/entry.js";
import type { Describe } from "../core/ports.js";
import { micros } from "../core/time.js";
import type { Format, ParseContext } from "./format.js";
import { formatNamed } from "./formats/registry.js";
import { kmsg } from "./formats/kmsg.js";

/** Times are kept as columns: when a record is read again, whatever a format makes of its time is dropped. */
const NO_MOMENT: ParseContext = { receivedAt: micros(0), previousAt: undefined, localOffset: () => 0 };

/**
 * Message and fields of a record from its text, in the format that the parser found. Total: a text that is not of its
 * format is its own message. Of a record that came with fields these are all, and the text is the message.
 */
export const describe: Describe = (formatName, text, structured) => {
  if (structured !== undefined) return { message: text, fields: structured };
  const format = formatNamed(formatName);
  if (format === undefined) return { message: text, fields: {} };
  const message = messageOf(format, text);
  let fields: Fields | undefined;
  // Most who ask for the message never ask for the fields.
  return {
    message,
    get fields() {
      return (fields ??= format.fields(text));
    },
  };
};

/** The message of all lines; the lines after the first are as they stand, but for a kernel record's dictionary. */
function messageOf(format: Format, text: string): string {
  const newline = text.indexOf("\n");
  const head = newline === -1 ? text : text.slice(0, newline);
  const parsed = format.parse(head.endsWith("\r") ? head.slice(0, -1) : head, NO_MOMENT);
  if (parsed === undefined) return trimmed(text);
  const first = typeof parsed.message === "number" ? head.slice(parsed.message) : parsed.message;
  return newline === -1 || format === kmsg ? first : trimmed(first + text.slice(newline));
}

/** Without the line ends that a block of lines may end in. */
function trimmed(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === LF) end -= text.charCodeAt(end - 2) === CR ? 2 : 1;
  return end === text.length ? text : text.slice(0, end);
}

const LF = 10;
const CR = 13;
