import type { LogEntry } from "../../core/entry.js";
import type { SourceScanEvent } from "./source-matches.js";

type Head = {
  readonly events: AsyncGenerator<SourceScanEvent>;
  entries: readonly LogEntry[];
  next: number;
};

const MOST_AT_ONCE = 1_024;

/**
 * Several scans as one, by (order, id), which is the order of the screen. Waits for every source's next match, so it is
 * for sources that end; holds one batch of each.
 */
export async function* mergeMatches(
  scans: readonly AsyncGenerator<SourceScanEvent>[],
): AsyncGenerator<SourceScanEvent> {
  const [only] = scans;
  if (scans.length === 1 && only !== undefined) {
    yield* only;
    return;
  }
  const heads: Head[] = scans.map((events) => ({ events, entries: [], next: 0 }));
  try {
    for (;;) {
      for (const head of heads) yield* refill(head);
      const entries = takeSorted(heads);
      if (entries.length === 0) return;
      yield { kind: "entries", entries };
    }
  } finally {
    await Promise.all(heads.map((head) => head.events.return(undefined)));
  }
}

/** Passes on what is no match until there is one, or the source ends. */
async function* refill(head: Head): AsyncGenerator<SourceScanEvent> {
  while (head.next >= head.entries.length) {
    const step = await head.events.next();
    if (step.done === true) return;
    if (step.value.kind !== "entries") {
      yield step.value;
      continue;
    }
    head.entries = step.value.entries;
    head.next = 0;
  }
}

/** The least ones, until some source's batch is used up or there are many. */
function takeSorted(heads: readonly Head[]): readonly LogEntry[] {
  const live = heads.filter((head) => head.next < head.entries.length);
  const taken: LogEntry[] = [];
  while (taken.length < MOST_AT_ONCE) {
    let first: Head | undefined;
    for (const head of live) if (first === undefined || isBefore(head, first)) first = head;
    const entry = first?.entries[first.next];
    if (first === undefined || entry === undefined) break;
    taken.push(entry);
    first.next += 1;
    if (first.next >= first.entries.length) break;
  }
  return taken;
}

function isBefore(one: Head, other: Head): boolean {
  const left = one.entries[one.next];
  const right = other.entries[other.next];
  if (left === undefined || right === undefined) return false;
  return left.order === right.order ? left.id < right.id : left.order < right.order;
}

/**
 * Several scans as one, as things come: for sources that are followed. `stop` must make the scans end: a quiet one
 * would otherwise be waited for when the caller wants no more.
 */
export async function* interleaveMatches(
  scans: readonly AsyncGenerator<SourceScanEvent>[],
  stop: () => void,
): AsyncGenerator<SourceScanEvent> {
  type Arrival = { readonly index: number; readonly step: IteratorResult<SourceScanEvent, unknown> };
  const pull = async (index: number): Promise<Arrival> => {
    const scan = scans[index];
    return { index, step: scan === undefined ? { done: true, value: undefined } : await scan.next() };
  };
  const waiting = new Map(scans.map((_, index) => [index, pull(index)]));
  try {
    while (waiting.size > 0) {
      const { index, step } = await Promise.race(waiting.values());
      if (step.done === true) {
        waiting.delete(index);
        continue;
      }
      waiting.set(index, pull(index));
      yield step.value;
    }
  } finally {
    stop();
    await Promise.all(scans.map((scan) => scan.return(undefined)));
  }
}
