import { once } from "node:events";
import type { LogEntry } from "../core/entry.js";
import type { Role } from "../theme/roles.js";
import type { Invocation } from "./command.js";
import { hasReader } from "./shell.js";
import { machineOffsetMinutes } from "./machine-offset.js";
import type { OutputOptions } from "./output/output-format.js";
import { outputNamed } from "./output/registry.js";
import { plainPaint } from "./plain-paint.js";

/** Writes entries in the format that the settings name. */
export type EntryPrinter = {
  /** It writes nothing of an entry's fields and category. */
  readonly isBrief: boolean;
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

export function openPrinter(invocation: Invocation, { manySources, isEndless }: Printed): EntryPrinter {
  const { shell, settings } = invocation;
  const format = outputNamed(isEndless && settings.output === "json" ? "ndjson" : settings.output);
  const options: OutputOptions = {
    paint: levelPaint(invocation),
    allFields: settings.fields,
    offsetMinutes: machineOffsetMinutes,
    manySources,
  };
  const between = format.between ?? "";
  let isFirst = true;
  let isFull = false;
  const put = (text: string) => {
    if (text === "" || !hasReader(shell)) return;
    isFull = !shell.stdout.write(text);
  };
  return {
    isBrief: format.isBrief === true,
    print: (entries) => {
      if (entries.length === 0) return;
      const lines = entries.map((entry) => format.entry(entry, options) + format.after).join(between);
      put((isFirst ? (format.head ?? "") : between) + lines);
      isFirst = false;
    },
    drained: async () => {
      if (!isFull || shell.signal.aborted) return;
      await once(shell.stdout, "drain", { signal: shell.signal }).catch(() => undefined);
      isFull = false;
    },
    close: async () => {
      put((isFirst ? (format.head ?? "") : "") + (format.tail ?? ""));
      await new Promise<void>((resolve) => shell.stdout.write("", () => resolve()));
    },
  };
}

/** Colours by level on a terminal that has them, so that what matters stands out. */
function levelPaint(invocation: Invocation): OutputOptions["paint"] {
  const paint = plainPaint(invocation);
  return (entry, text) => paint(roleOf(entry), text);
}

function roleOf(entry: LogEntry): Role {
  return entry.level === undefined ? "level.unknown" : `level.${entry.level}`;
}
