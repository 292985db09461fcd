import type { FieldValue, LogEntry } from "../../core/entry.js";
import { visible, visibleLine } from "../../lib/visible.js";

/** More than any screen is wide. */
const MOST_CHARACTERS = 2_000;
/** Of one value no more than this: the detail panel has all of it. */
const MOST_OF_VALUE = 200;

/** What the message itself is, and what the columns beside it say. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(["MESSAGE", "message", "PRIORITY", "__REALTIME_TIMESTAMP"]);

/**
 * The fields of an entry as `name=value`, those of its writer before those that the journal adds (`_PID`); safe to show.
 * Undefined where it has none.
 */
export function fieldLine(entry: LogEntry): string | undefined {
  const known = lines.get(entry);
  if (known !== undefined) return known === "" ? undefined : known;
  const line = makeLine(entry);
  lines.set(entry, line);
  return line === "" ? undefined : line;
}

/** Every layout asks for them; entries never change. */
const lines = new WeakMap<LogEntry, string>();

function makeLine({ fields }: LogEntry): string {
  const names = Object.keys(fields).filter((name) => !SHOWN_ELSEWHERE.has(name));
  const ordered = names.toSorted((left, right) => rankOf(left) - rankOf(right));
  let line = "";
  for (const name of ordered) {
    if (line.length > MOST_CHARACTERS) break;
    line += `${line === "" ? "" : "  "}${visible(name)}=${valueText(fields[name])}`;
  }
  return line;
}

/** What every record of a journal has tells the least. */
function rankOf(name: string): number {
  return name.startsWith("_") ? 2 : name.startsWith("SYSLOG_") ? 1 : 0;
}

function valueText(value: FieldValue | undefined): string {
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (Array.isArray(value)) return value.map((part: FieldValue) => valueText(part)).join(",");
  const text = visibleLine(String(value).slice(0, MOST_OF_VALUE)).replaceAll("\n", " ");
  return text === "" || /\s/.test(text) ? `"${text}"` : text;
}
