import type { EntryBatch } from "../core/batch.js";
import type { LogEntry, SourceId } from "../core/entry.js";
import type { Fault } from "../core/fault.js";
import type { Engine, LogWriter } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import { type Predicate, compileQuery } from "../core/query/predicate.js";
import { type BatchRow, createBatchRow } from "../pipeline/scan/batch-row.js";
import type { EntryPrinter } from "./entry-printer.js";
import { type StoreFollower, startFollower } from "./store-printer.js";

export type TailOptions = {
  readonly query: Query;
  readonly printer: EntryPrinter;
  /** How much of the past is printed of what is kept already; undefined is all of it. */
  readonly limit: number | undefined;
  /** Lines of the past were asked for: where they are kept already, the store has them, not the source. */
  readonly rereads: boolean;
  readonly signal: AbortSignal;
  /** Told of a source whose past is kept already and is not printed again. */
  onResume(label: string, kept: number): void;
};

/** Prints what a collector keeps. */
export type TailPrinter = {
  /** Stands between the collector and the store. */
  tee(writer: LogWriter): LogWriter;
  /** Begins to print what others collect into the same store. */
  watch(engine: Engine): void;
  /** Prints what is still missing of that. Gives what went wrong with it. */
  finish(): Promise<readonly Fault[]>;
};

/**
 * Prints each batch in the same turn in which it was committed, so that an entry is printed when, and only when, it is
 * kept: a killed `tail` goes on with the next one. A source that another process collects is printed from the store,
 * and for good: who prints it must not change in the middle.
 */
export function openTailPrinter(options: TailOptions): TailPrinter {
  const { query, printer, limit, rereads, signal } = options;
  const matches = compileQuery(query);
  const rows = new Map<number, BatchRow>();
  const stored = new Set<SourceId>();
  const followers = new Map<SourceId, StoreFollower>();
  let follow: () => void = () => undefined;
  return {
    tee: (writer) => ({
      ...writer,
      open: (source, label) => {
        const handle = writer.open(source, label);
        if (handle === undefined || (rereads && handle.nextOrdinal > 0)) stored.add(source);
        else if (!stored.has(source)) {
          rows.set(handle.number, createBatchRow(source, handle.number, handle));
          if (handle.nextOrdinal > 0) options.onResume(label, handle.nextOrdinal);
        }
        follow();
        return handle;
      },
      append: (handle, batches, resume, remarks) => {
        const written = writer.append(handle, batches, resume, remarks);
        const row = rows.get(handle.number);
        if (written.ok && row !== undefined) {
          for (const batch of batches) printer.print(matchesIn(batch, row, matches));
        }
        return written;
      },
    }),
    watch: (reader) => {
      follow = () => {
        for (const source of stored) {
          if (followers.has(source)) continue;
          const scope = { sources: [source] };
          followers.set(source, startFollower({ reader, query, scope, limit, reverse: false, printer, signal }));
        }
      };
      follow();
    },
    finish: async () => {
      const faults = await Promise.all([...followers.values()].map((follower) => follower.finish()));
      return faults.filter((fault) => fault !== undefined);
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
