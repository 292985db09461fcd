import { once } from "node:events";
import { type EntryParts, type LogEntry, Mark } from "../core/entry.js";
import { type Result, failed, ok } from "../core/fault.js";
import type { Role } from "../theme/roles.js";
import type { Invocation } from "./command.js";
import { machineOffsetMinutes } from "./machine-offset.js";
import { type FieldChoice, fieldChoiceOf } from "./output/field-choice.js";
import { extraOf, markedFormat, type Marking } from "./output/marked-lines.js";
import type { OutputFormat, OutputOptions } from "./output/output-format.js";
import { outputNamed } from "./output/registry.js";
import { createClock } from "./output/time-text.js";
import { plainPaint } from "./plain-paint.js";
import { hasReader } from "./shell.js";

/** Writes entries in the format that the settings name. */
export type EntryPrinter = {
  /** What it writes of an entry; nobody need make the rest. */
  readonly parts: EntryParts;
  /** Hands the entries to stdout at once; nothing is done once its reader has gone. */
  print(entries: readonly LogEntry[]): void;
  /** Settles when stdout can take more. */
  drained(): Promise<void>;
  /** Completes the output, as an array's closing bracket. */
  close(): Promise<void>;
};

export type Printed = {
  readonly manySources: boolean;
  /** Nobody knows when the output ends, so an array would never be closed: json is then an object a line. */
  readonly isEndless: boolean;
};

/** Fails when the settings do not go together. */
export async function openPrinter(
  invocation: Invocation,
  printed: Printed,
  marking?: Marking,
): Promise<Result<EntryPrinter>> {
  const { settings, shell } = invocation;
  if (settings.raw) return openRawPrinter(invocation, printed);
  const format = outputNamed(printed.isEndless && settings.output === "json" ? "ndjson" : settings.output);
  const fields = fieldChoiceOf(settings.fields ?? settings.outputFields);
  if (!fields.ok) return fields;
  if (fields.value !== "standard" && !format.takesFields) {
    return failed({
      code: "usage",
      message: `--fields does not go with -o ${format.name}`,
      hint: "use it with -o verbose, json, ndjson, csv or cat",
    });
  }
  const options: OutputOptions = {
    paint: await levelPaint(invocation),
    fields: fields.value,
    clock: createClock(settings.utc ? () => 0 : machineOffsetMinutes),
    hasHost: !settings.noHostname,
    manySources: printed.manySources,
    extra: marking === undefined ? undefined : extraOf(marking),
  };
  const marked = marking === undefined ? format : markedFormat(format, marking);
  return ok(printerOf(shell, partsOf(format, fields.value), textPrinting(marked, options)));
}

function partsOf(format: OutputFormat, fields: FieldChoice): EntryParts {
  return typeof fields === "string" ? format.reads : "whole";
}

/** What the printer writes: before everything, for some entries, and after everything. */
type Printing = {
  readonly head: string;
  readonly tail: string;
  readonly entries: (entries: readonly LogEntry[], isFirst: boolean) => string | Uint8Array;
};

function textPrinting(format: OutputFormat, options: OutputOptions): Printing {
  const { after, between = "", tail = "" } = format;
  return {
    head: format.head?.(options) ?? "",
    tail,
    entries: (entries, isFirst) => {
      let text = "";
      for (const entry of entries)
        text += (isFirst && text === "" ? "" : between) + format.entry(entry, options) + after;
      return text;
    },
  };
}

function openRawPrinter({ settings, shell, origins }: Invocation, { isEndless }: Printed): Result<EntryPrinter> {
  const refused = (message: string, hint: string) => failed({ code: "usage", message: `--raw ${message}`, hint });
  const isGiven = origins.output.origin === "command line";
  if (isGiven && settings.output !== "cat") return refused(`does not go with -o ${settings.output}`, "say -o cat");
  if (settings.fields !== undefined || settings.outputFields !== undefined) {
    return refused("does not go with --fields", "leave one of them out");
  }
  if (isEndless) return refused("does not go with --follow", "leave one of them out");
  // What the bytes would do to the terminal is for nobody to know.
  if (shell.stdout.isTTY) return refused("is not written to a terminal", "send it to a file, or through | less");
  const entries = (found: readonly LogEntry[]) => Buffer.concat(found.flatMap(recordBytes));
  return ok(printerOf(shell, "bytes", { head: "", tail: "", entries }));
}

const LF = Buffer.from("\n");
const CRLF = Buffer.from("\r\n");
const BYTE_ORDER_MARK = Buffer.from("\u{feff}");

/** A piece of a line, and a last line that had no end, have none here. */
function recordBytes({ bytes, marks }: LogEntry): readonly Uint8Array[] {
  if (bytes === undefined) return [];
  const before = (marks & Mark.byteOrderMark) === 0 ? [] : [BYTE_ORDER_MARK];
  if ((marks & (Mark.continues | Mark.partial)) !== 0) return [...before, bytes];
  return [...before, bytes, (marks & Mark.crlf) === 0 ? LF : CRLF];
}

function printerOf(shell: Invocation["shell"], parts: EntryParts, { head, tail, entries }: Printing): EntryPrinter {
  let isFirst = true;
  let isFull = false;
  const put = (text: string | Uint8Array): void => {
    if (text.length === 0 || !hasReader(shell)) return;
    isFull = !shell.stdout.write(text);
  };
  const begin = (): void => {
    if (isFirst) put(head);
  };
  return {
    parts,
    print: (found) => {
      if (found.length === 0) return;
      begin();
      put(entries(found, isFirst));
      isFirst = false;
    },
    drained: async () => {
      if (!isFull || shell.signal.aborted) return;
      await once(shell.stdout, "drain", { signal: shell.signal }).catch(() => undefined);
      isFull = false;
    },
    close: async () => {
      begin();
      put(tail);
      await new Promise<void>((resolve) => shell.stdout.write("", () => resolve()));
    },
  };
}

/** Colours by level on a terminal that has them, so that what matters stands out. */
async function levelPaint(invocation: Invocation): Promise<OutputOptions["paint"]> {
  const paint = await plainPaint(invocation);
  return (entry, text) => paint(roleOf(entry), text);
}

function roleOf(entry: LogEntry): Role {
  return entry.level === undefined ? "level.unknown" : `level.${entry.level}`;
}
