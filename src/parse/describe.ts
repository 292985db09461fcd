import type { Fields } from "../core/entry.js";
import type { Describe } from "../core/ports.js";
import { micros } from "../core/time.js";
import type { Format, ParseContext } from "./format.js";
import { journal } from "./formats/journal.js";
import { formatNamed } from "./formats/registry.js";
import { kmsg } from "./formats/kmsg.js";

/** Times are kept as columns: when a record is read again, whatever a format makes of its time is dropped. */
const NO_MOMENT: ParseContext = { receivedAt: micros(0), previousAt: undefined, localOffset: () => 0 };

/**
 * Message and fields of a record from its text, in the format that the parser found. Total: a text that is not of its
 * format is its own message. Structured fields, where there are any, are all there is.
 */
export const describe: Describe = (formatName, text, structured) => {
  const format = formatNamed(formatName);
  if (format === undefined || format === journal) return { message: text, fields: structured ?? {} };
  const fields = structured === undefined ? format.fields(text) : withStructured(format.fields(text), structured);
  return { message: messageOf(format, text), fields };
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

/** Without the empty lines that a block of lines may end in. */
function trimmed(text: string): string {
  return text.endsWith("\n") ? text.replace(/(?:\r?\n){1,500}$/, "") : text;
}

function withStructured(read: Fields, structured: Fields): Fields {
  return { ...read, ...structured };
}
