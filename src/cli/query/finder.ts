import type { Around } from "../../core/aggregate/context.js";
import type { ShownEntry } from "../../core/aggregate/entry-stages.js";
import type { Table } from "../../core/aggregate/table.js";
import type { LogEntry } from "../../core/entry.js";
import type { ScanRequest } from "../../core/ports.js";
import type { Stage } from "../../core/query/statement.js";
import { localOffset } from "../../engine/environment.js";
import type { HowFar } from "./progress.js";

/** Which matches are wanted, how much of each, and in which order. */
export type Wanted = Pick<ScanRequest, "direction" | "limit" | "parts">;

/** Where the answer to one question is found: a store, or sources that are read for it. */
export type Finder = {
  /** The matches in batches. May be asked again where `isRereadable`. Trouble on the way is said, not thrown. */
  matches(wanted: Wanted): AsyncIterable<readonly LogEntry[]>;
  count(): Promise<number>;
  /** The table that the stages make of the matches. */
  table(stages: readonly Stage[]): Promise<Table>;
  /** The matches, each with its neighbours in the log, oldest first. */
  inContext(wanted: Pick<Wanted, "direction" | "limit">, around: Around): AsyncIterable<readonly ShownEntry[]>;
  readonly howFar: HowFar;
  /** False for what is gone once it was read, as standard input is. */
  readonly isRereadable: boolean;
};

/** The matches wanted, oldest first; those that come the other way wait until the last has come. */
export async function* oldestFirst(
  matches: Finder["matches"],
  wanted: Pick<Wanted, "direction" | "limit">,
): AsyncGenerator<readonly LogEntry[]> {
  const turned: (readonly LogEntry[])[] = [];
  for await (const entries of matches({ ...wanted, parts: "whole" })) {
    if (wanted.direction === "newest-first") turned.push(entries.toReversed());
    else yield entries;
  }
  yield* turned.toReversed();
}

/** The table of matches that are read one by one. */
export async function tableOfMatches(matches: Finder["matches"], stages: readonly Stage[]): Promise<Table> {
  const [{ createTableRun }, { partsNeeded }] = await Promise.all([
    import("../../core/aggregate/table-run.js"),
    import("../../core/aggregate/parts-needed.js"),
  ]);
  const run = createTableRun(stages, localOffset);
  for await (const entries of matches({ ...run.plan, parts: partsNeeded(stages) })) {
    run.push(entries);
    if (run.isFull()) break;
  }
  run.end();
  return run.table();
}
