import type { EntryBatch } from "../../core/batch.js";
import type { LogEntry } from "../../core/entry.js";
import { type Result, ok } from "../../core/fault.js";
import type { LogWriter } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { type Predicate, compileQuery } from "../../core/query/predicate.js";
import { startInProcess } from "../../engine/in-process.js";
import { type BatchRow, createBatchRow } from "../../pipeline/scan/batch-row.js";
import type { Command, Invocation } from "../command.js";
import { engineConfigOf } from "../engine-config.js";
import { type EntryPrinter, openPrinter } from "../entry-printer.js";
import { ExitCode } from "../exit-code.js";
import { flagContext, queryOfFlags } from "../flags-to-query.js";
import { pipedSpecs } from "../piped-specs.js";
import { reportStatus } from "../status-lines.js";

/** History of a source that is seen for the first time, as `tail -f` and `journalctl -f` begin. */
const FIRST_LINES = 10;

export const tail: Command = {
  name: "tail",
  summary: "the same as plain lines: the last ones of each source, then what comes; goes on where it stopped",
  args: "[source...]",
  options: [
    "expression",
    "unit",
    "identifier",
    "priority",
    "boot",
    "dmesg",
    "grep",
    "caseSensitive",
    "lines",
    "since",
    "output",
    "fields",
    "follow",
    "noPager",
    "once",
  ],
  examples: ["logstream tail /var/log/syslog", "logstream tail journal: -u nginx -o json"],
  run: async (invocation) => {
    const query = queryOfFlags(invocation.settings, "", flagContext());
    return query.ok ? follow(invocation, query.value) : query;
  },
};

async function follow(invocation: Invocation, query: Query): Promise<Result<ExitCode>> {
  const { shell, settings } = invocation;
  const specs = pipedSpecs(invocation);
  const first = settings.since === undefined && specs[0] !== "-" ? FIRST_LINES : undefined;
  const wish = {
    kind: "tail",
    follow: !settings.once,
    specs,
    ...(first === undefined ? {} : { history: first }),
  } as const;
  const config = engineConfigOf(invocation, wish);
  if (!config.ok) return config;
  const printer = openPrinter(invocation, specs.length !== 1);
  const started = await startInProcess(config.value, (writer) => printing(writer, query, printer));
  if (!started.ok) return started;
  const { engine, done, latest } = started.value;
  const report = reportStatus(engine, shell);
  const interrupted = new Promise<void>((resolve) => {
    shell.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([done, interrupted]);
  await engine.close();
  const { sources } = report.close(latest());
  await printer.close();
  const isInVain = sources.length > 0 && sources.every(({ state, entries }) => state === "failed" && entries === 0);
  return ok(isInVain ? ExitCode.fault : ExitCode.done);
}

/**
 * Prints each batch in the same turn in which it was committed, so that an entry is printed when, and only when, it is
 * kept: a killed `tail` goes on with the next one.
 */
function printing(writer: LogWriter, query: Query, printer: EntryPrinter): LogWriter {
  const matches = compileQuery(query);
  const rows = new Map<number, BatchRow>();
  return {
    ...writer,
    open: (source, label) => {
      const handle = writer.open(source, label);
      if (handle !== undefined) rows.set(handle.number, createBatchRow(source, handle.number, handle));
      return handle;
    },
    append: (handle, batch, resume) => {
      const written = writer.append(handle, batch, resume);
      const row = rows.get(handle.number);
      if (written.ok && row !== undefined) printer.print(matchesIn(batch, row, matches));
      return written;
    },
  };
}

function matchesIn(batch: EntryBatch, row: BatchRow, matches: Predicate): readonly LogEntry[] {
  const found: LogEntry[] = [];
  for (let index = 0; index < batch.count; index += 1) {
    row.move(batch, index);
    if (matches(row)) found.push(row.entry());
  }
  return found;
}
