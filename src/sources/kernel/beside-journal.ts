import type { RawBatch } from "../../core/batch.js";
import type { ResumeToken, Source, SourceEvent } from "../../core/ports.js";
import { pickRows } from "../batch-rows.js";
import { createBell } from "../stream/bell.js";
import { createKernelLedger, type KernelKey, type KernelLedger, kernelKeyAt } from "./ledger.js";

/** journald has a message some milliseconds after the kernel, and tells of it half a second later (systemd 252). */
const GRACE_MS = 2_000;

/** What the kernel's log and the journals beside it share. `lines` gives what the journals have already. */
export type KernelPair = {
  readonly lines: () => Promise<readonly KernelKey[]>;
  readonly graceMs?: number;
};

/**
 * The kernel's log and the journals that copy it, so that each message is given once: by the journal, which keeps it for
 * longer; and by the kernel's log if the journal does not have it in time (journald down, or too slow, or held back).
 */
export function pairKernel(
  kernel: Source,
  journals: readonly Source[],
  pair: KernelPair,
): { readonly kernel: Source; readonly journals: readonly Source[] } {
  const inJournal = createKernelLedger();
  const fromKernel = createKernelLedger();
  return {
    kernel: {
      ...kernel,
      events: (signal, resume) => whatJournalLacks(kernel, { inJournal, fromKernel, pair, signal, resume }),
    },
    journals: journals.map((journal) => ({
      ...journal,
      events: (signal, resume) => noted(journal.events(signal, resume), inJournal, fromKernel),
    })),
  };
}

/** Notes what the journal brings, and leaves out what the kernel's log gave when the journal was late. */
async function* noted(
  events: AsyncIterable<SourceEvent>,
  inJournal: KernelLedger,
  fromKernel: KernelLedger,
): AsyncGenerator<SourceEvent> {
  for await (const event of events) {
    if (event.kind !== "batch") {
      yield event;
      continue;
    }
    const { batch } = event;
    for (let row = 0; row < batch.count; row += 1) {
      const key = kernelKeyAt(batch, row);
      if (key !== undefined) inJournal.note(key);
    }
    yield* without(event, fromKernel);
  }
}

type KernelRun = {
  readonly inJournal: KernelLedger;
  readonly fromKernel: KernelLedger;
  readonly pair: KernelPair;
  readonly signal: AbortSignal;
  readonly resume: ResumeToken | undefined;
};

async function* whatJournalLacks(kernel: Source, run: KernelRun): AsyncGenerator<SourceEvent> {
  const { inJournal, fromKernel, pair, signal, resume } = run;
  for (const key of await pair.lines()) inJournal.note(key);
  for await (const event of kernel.events(signal, resume)) {
    if (event.kind !== "batch") {
      yield event;
      continue;
    }
    await grace(event.batch, inJournal, signal, pair.graceMs ?? GRACE_MS);
    if (signal.aborted) return;
    for (const given of without(event, inJournal)) {
      if (given.kind === "batch") noteAll(given.batch, fromKernel);
      yield given;
    }
  }
}

function noteAll(batch: RawBatch, ledger: KernelLedger): void {
  for (let row = 0; row < batch.count; row += 1) {
    const key = kernelKeyAt(batch, row);
    if (key !== undefined) ledger.note(key);
  }
}

/** Waits until the journal has all of the batch, but not for ever. */
async function grace(batch: RawBatch, inJournal: KernelLedger, signal: AbortSignal, graceMs: number): Promise<void> {
  // A journal without a single message of the kernel does not copy them (ReadKMsg=no).
  if (inJournal.isEmpty()) return;
  const waiting = new Set<KernelKey>();
  for (let row = 0; row < batch.count; row += 1) {
    const key = kernelKeyAt(batch, row);
    if (key !== undefined && !inJournal.has(key)) waiting.add(key);
  }
  const bell = createBell(signal);
  const forget = inJournal.onNote(bell.ring);
  const end = performance.now() + graceMs;
  try {
    while (waiting.size > 0 && !signal.aborted && performance.now() < end) {
      await bell.wait(end - performance.now());
      for (const key of waiting) if (inJournal.has(key)) waiting.delete(key);
    }
  } finally {
    forget();
    bell.close();
  }
}

/** The batch without what the ledger has; how many those were comes first, for it belongs to what the token vouches for. */
function* without(event: SourceEvent & { readonly kind: "batch" }, ledger: KernelLedger): Generator<SourceEvent> {
  const { batch } = event;
  const rows: number[] = [];
  for (let row = 0; row < batch.count; row += 1) {
    const key = kernelKeyAt(batch, row);
    if (key === undefined || !ledger.has(key)) rows.push(row);
  }
  const count = batch.count - rows.length;
  if (count > 0) yield { kind: "note", what: "duplicate", count };
  yield count === 0 ? event : { ...event, batch: pickRows(batch, rows) };
}
