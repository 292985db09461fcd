import type { LogEntry } from "../core/entry.js";
import type { ScanRequest } from "../core/ports.js";

type Batches = AsyncIterable<readonly LogEntry[]>;
type Head = { readonly batches: AsyncIterator<readonly LogEntry[]>; entries: readonly LogEntry[]; next: number };

const MOST_AT_ONCE = 1_024;

/** Answers to one request from several places as one answer, in its direction and up to its limit. */
export async function* mergeBatches(
  parts: readonly Batches[],
  { direction, limit }: Pick<ScanRequest, "direction" | "limit">,
): AsyncGenerator<readonly LogEntry[]> {
  const heads: Head[] = parts.map((part) => ({ batches: part[Symbol.asyncIterator](), entries: [], next: 0 }));
  const sign = direction === "oldest-first" ? 1 : -1;
  let left = limit ?? Infinity;
  try {
    while (left > 0) {
      for (const head of heads) await refill(head);
      const taken = takeSorted(heads, sign, Math.min(left, MOST_AT_ONCE));
      if (taken.length === 0) return;
      left -= taken.length;
      yield taken;
    }
  } finally {
    for (const { batches } of heads) await batches.return?.();
  }
}

async function refill(head: Head): Promise<void> {
  while (head.next >= head.entries.length) {
    const step = await head.batches.next();
    if (step.done === true) return;
    head.entries = step.value;
    head.next = 0;
  }
}

/** The first ones, until one part's batch is used up or there are enough. */
function takeSorted(heads: readonly Head[], sign: number, most: number): readonly LogEntry[] {
  const live = heads.filter(({ entries, next }) => next < entries.length);
  const taken: LogEntry[] = [];
  while (taken.length < most) {
    let first: Head | undefined;
    for (const head of live) if (first === undefined || orderOf(head) * sign < orderOf(first) * sign) first = head;
    const entry = first?.entries[first.next];
    if (first === undefined || entry === undefined) break;
    taken.push(entry);
    first.next += 1;
    if (first.next >= first.entries.length) break;
  }
  return taken;
}

function orderOf({ entries, next }: Head): number {
  return entries[next]?.order ?? Infinity;
}
