import type { LogEntry } from "../core/entry.js";
import { type Fault, faultOf } from "../core/fault.js";
import type { LogReader, ScanRequest, Scope } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import { pause } from "../pipeline/timing.js";
import type { EntryPrinter } from "./entry-printer.js";
import { watchNewcomers } from "./newer-entries.js";

/** What is printed from a store, whoever collects it. */
export type StoreQuestion = {
  readonly reader: LogReader;
  readonly query: Query;
  readonly scope: Scope;
  /** How many of the newest matches that are there; undefined is all of them. */
  readonly limit: number | undefined;
  /** Newest first; what comes later still follows as it comes. */
  readonly reverse: boolean;
  readonly printer: EntryPrinter;
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal;
};

const LOOK_EVERY_MS = 200;

/** Prints what is kept, oldest first, then what comes until `enough` aborts. Returns how many entries that were. */
export async function followStore(question: StoreQuestion, enough: AbortSignal): Promise<number> {
  const { reader, query, scope, printer } = question;
  // Looked at before the first entry is read: what comes in between is then neither missed nor printed twice.
  const newcomers = await watchNewcomers(reader, query, scope);
  let printed = await printKept(question, (entry) => newcomers.wasThere(entry));
  for (let isLast = false; !isLast;) {
    isLast = enough.aborted;
    const fresh = await newcomers.next();
    printer.print(fresh);
    printed += fresh.length;
    await printer.drained();
    if (fresh.length === 0 && !isLast) await pause(LOOK_EVERY_MS, enough);
  }
  return printed;
}

/** Prints what is kept: the newest `limit`, oldest first unless the question says otherwise. Returns how many those were. */
async function printKept(question: StoreQuestion, isWanted: (entry: LogEntry) => boolean): Promise<number> {
  const { reader, query, scope, limit, reverse, printer, signal } = question;
  const isNewestFirst = reverse || limit !== undefined;
  const direction = isNewestFirst ? "newest-first" : "oldest-first";
  const request: ScanRequest = { query, scope, direction, limit, parts: printer.parts };
  // Of the newest N the last ones come first from the store and must be printed last: they wait here.
  const waiting: LogEntry[] = [];
  let printed = 0;
  for await (const entries of reader.scan(request, signal)) {
    const kept = entries.filter(isWanted);
    printed += kept.length;
    if (isNewestFirst && !reverse) for (const entry of kept) waiting.push(entry);
    else {
      printer.print(kept);
      await printer.drained();
    }
    if (signal.aborted) break;
  }
  printer.print(waiting.toReversed());
  return printed;
}

/** A source of which another process, or an earlier run, has what is to be printed. */
export type StoreFollower = {
  /** Prints what has come since, and ends. */
  finish(): Promise<Fault | undefined>;
};

export function startFollower(question: StoreQuestion): StoreFollower {
  const controller = new AbortController();
  const done = followStore(question, controller.signal).then(
    () => undefined,
    (caught: unknown) => {
      const fault = faultOf(caught);
      return fault.code === "cancelled" ? undefined : fault;
    },
  );
  return {
    finish: () => {
      controller.abort();
      return done;
    },
  };
}
