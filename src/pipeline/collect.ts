import type { EntryBatch, RawBatch } from "../core/batch.js";
import { Mark } from "../core/entry.js";
import type { LogWriter, ResumeToken, Source, SourceEvent, SourceHandle } from "../core/ports.js";
import type { Micros } from "../core/time.js";
import { type Remark, withRemark } from "../core/truth.js";
import type { Parser } from "../parse/parser.js";
import { withLag } from "./lag.js";
import type { Meter } from "./meter.js";
import { batchOfHeld, packResume, unpackResume } from "./resume.js";
import { pause, raceTimer } from "./timing.js";

/** A record that may still grow is given up for finished after this long without a next line. */
const HOLD_MS = 15;
/** After a small batch the source is left alone for this long, so that a trickle of lines becomes a batch. */
const REST_MS = 4;
/** A batch of more bytes than this is history or a flood: take the next one at once. */
const SMALL_BATCH_BYTES = 32 * 1024;
/** A held record larger than this is committed as it is instead of being carried in the resume token. */
const MAX_HELD_BYTES = 64 * 1024;
/**
 * While history is read, so many bytes or rows, or what comes within so many milliseconds, go to the store at a time: a block
 * that is full at once is not written twice.
 */
const FULL_COMMIT_BYTES = 3 << 20;
const FULL_COMMIT_ROWS = 16_384;
const GATHER_MS = 500;
const LEASE_RETRY_MS = 1_000;
const STORE_RETRY_MS = 1_000;

export type Collecting = {
  readonly writer: LogWriter;
  readonly openParser: (lastOrder: Micros | undefined) => Parser;
  readonly now: () => Micros;
  /** Called after each commit and each change of the meter. */
  readonly changed: () => void;
};

/**
 * Runs one source into the store until it ends or the signal aborts. Never throws for what the source or the store do:
 * that is in the meter. While the store refuses a batch (disk full) the batch waits here and the source is not pulled.
 */
export async function collect(
  source: Source,
  meter: Meter,
  collecting: Collecting,
  signal: AbortSignal,
): Promise<void> {
  const handle = await lease(source, meter, collecting, signal);
  if (handle === undefined) return;
  const run = newRun(meter, collecting, handle);
  try {
    const resume = unpackResume(handle.resume);
    if (resume.held !== undefined) await take(run, batchOfHeld(resume.held, collecting.now()), signal);
    await pump(run, source.events(signal, resume.source)[Symbol.asyncIterator](), signal);
    await flushHeld(run, signal);
    await keepLastWords(run, signal);
    if (!run.isOver) setState(run, "ended");
  } finally {
    collecting.writer.release(handle);
  }
}

/** Waits for the right to collect; while another process has it, the store is followed instead. */
async function lease(
  source: Source,
  meter: Meter,
  collecting: Collecting,
  signal: AbortSignal,
): Promise<SourceHandle | undefined> {
  while (!signal.aborted) {
    const handle = collecting.writer.open(source.id, source.label);
    meter.holder = handle === undefined ? collecting.writer.holder(source.id) : undefined;
    if (handle !== undefined) return handle;
    meter.state = "shared";
    collecting.changed();
    await pause(LEASE_RETRY_MS, signal);
  }
  return undefined;
}

type Run = {
  readonly meter: Meter;
  readonly collecting: Collecting;
  readonly handle: SourceHandle;
  readonly parser: Parser;
  token: ResumeToken | undefined;
  /** The last token that was kept. */
  keptToken: ResumeToken | undefined;
  /** What was said and is not kept yet, and how far the source had come then: it goes with what comes after that. */
  remarks: readonly { readonly said: Remark; readonly token: ResumeToken | undefined }[];
  /** Parsed and not kept yet, while history is read; since when; and their bytes and rows. */
  waiting: EntryBatch[];
  waitingSince: number;
  waitingBytes: number;
  waitingRows: number;
  /** When the source had given all that was there at the start; undefined while it reads history. */
  liveSince: Micros | undefined;
  /** It failed and will not try again. */
  isOver: boolean;
};

function newRun(meter: Meter, collecting: Collecting, handle: SourceHandle): Run {
  meter.state = "loading";
  collecting.changed();
  const parser = collecting.openParser(handle.lastOrder);
  const token = unpackResume(handle.resume).source;
  meter.truth = handle.truth;
  return {
    meter,
    collecting,
    handle,
    parser,
    token,
    keptToken: token,
    remarks: [],
    waiting: [],
    waitingSince: 0,
    waitingBytes: 0,
    waitingRows: 0,
    liveSince: undefined,
    isOver: false,
  };
}

async function pump(run: Run, events: AsyncIterator<SourceEvent>, signal: AbortSignal): Promise<void> {
  let next = events.next();
  for (;;) {
    const isPending = run.parser.held > 0 || run.waiting.length > 0;
    if (isPending && !(await raceTimer(next, HOLD_MS))) await flushHeld(run, signal);
    const step = await next;
    if (step.done === true) return;
    const bytes = await handleEvent(run, step.value, signal);
    if (bytes > 0 && bytes < SMALL_BATCH_BYTES) await pause(REST_MS, signal);
    next = events.next();
  }
}

/** Returns how many bytes of log the event brought. */
async function handleEvent(run: Run, event: SourceEvent, signal: AbortSignal): Promise<number> {
  const { meter } = run;
  // The token must not get ahead of what waits.
  if (event.kind !== "batch" || event.batch.count === 0) await appendWaiting(run, signal);
  switch (event.kind) {
    case "batch": {
      run.token = event.resume;
      meter.progress = event.progress;
      if (meter.state === "failed") recover(run);
      await take(run, event.batch, signal);
      return event.bytesRead ?? event.batch.bytes.length;
    }
    case "caught-up":
      run.liveSince = run.collecting.now();
      meter.progress = undefined;
      setState(run, "following");
      return 0;
    case "gap":
      // What is held lies before the gap, and no line behind it belongs to it.
      await flushHeld(run, signal);
      remark(run, event);
      return 0;
    case "note":
      remark(run, event);
      return 0;
    case "failed":
      meter.fault = event.fault;
      remark(run, { kind: "error", at: run.collecting.now(), message: event.fault.message });
      run.isOver = event.retryInMs === undefined;
      setState(run, "failed");
      return 0;
  }
}

function remark(run: Run, said: Remark): void {
  run.remarks = [...run.remarks, { said, token: run.token }];
  run.meter.truth = withRemark(run.meter.truth, said);
  run.collecting.changed();
}

/** A batch after a failure, even an empty one, says that the source works again. */
function recover(run: Run): void {
  run.meter.fault = undefined;
  setState(run, run.liveSince === undefined ? "loading" : "following");
}

async function take(run: Run, raw: RawBatch, signal: AbortSignal): Promise<void> {
  gather(run, run.parser.push(raw));
  if (!mayGather(run)) await appendWaiting(run, signal);
  const held = run.parser.heldBytes();
  if (held !== undefined && held.length > MAX_HELD_BYTES) await flushHeld(run, signal);
  const isFurther = run.token !== undefined && run.token !== run.keptToken;
  if (raw.count === 0 && run.parser.held === 0 && isFurther) await write(run, [], signal);
}

async function flushHeld(run: Run, signal: AbortSignal): Promise<void> {
  gather(run, run.parser.flush());
  await appendWaiting(run, signal);
}

function gather(run: Run, batch: EntryBatch | undefined): void {
  if (batch === undefined || batch.count === 0) return;
  if (run.waiting.length === 0) run.waitingSince = performance.now();
  run.waiting.push(batch);
  run.waitingBytes += batch.bytes.length;
  run.waitingRows += batch.count;
}

/** The first lines of a source are shown at once, and so is what is live. */
function mayGather(run: Run): boolean {
  return (
    run.liveSince === undefined &&
    run.meter.entries > 0 &&
    run.waitingBytes < FULL_COMMIT_BYTES &&
    run.waitingRows < FULL_COMMIT_ROWS &&
    performance.now() - run.waitingSince < GATHER_MS
  );
}

async function appendWaiting(run: Run, signal: AbortSignal): Promise<void> {
  const { waiting } = run;
  run.waiting = [];
  run.waitingBytes = 0;
  run.waitingRows = 0;
  if (waiting.length === 0) return;
  if (await write(run, waiting, signal)) for (const batch of waiting) account(run, batch);
}

/** A failure was one, whatever comes next; the rest is said again by whoever resumes from here. */
async function keepLastWords(run: Run, signal: AbortSignal): Promise<void> {
  run.remarks = run.remarks.map((remark) => (remark.said.kind === "error" ? { ...remark, token: undefined } : remark));
  if (run.remarks.some((remark) => isDue(run, remark))) await write(run, [], signal);
}

/** Kept before the source's place is behind it, a remark would be there twice: it is said again after a kill. */
function isDue(run: Run, { token }: Run["remarks"][number]): boolean {
  return run.token === undefined || token !== run.token;
}

/**
 * One transaction: the rows, the token, and what the parser holds back at this moment. Waits while the store refuses; false
 * when it could not be kept before the signal aborted.
 */
async function write(run: Run, batches: readonly EntryBatch[], signal: AbortSignal): Promise<boolean> {
  const resume = packResume({ source: run.token, held: run.parser.heldBytes() });
  const { state, fault } = run.meter;
  const due = run.remarks.filter((remark) => isDue(run, remark)).map(({ said }) => said);
  for (;;) {
    const written = run.collecting.writer.append(run.handle, batches, resume, due);
    if (written.ok) break;
    run.meter.fault = written.fault;
    setState(run, "failed");
    if (signal.aborted) return false;
    await pause(STORE_RETRY_MS, signal);
  }
  run.keptToken = run.token;
  run.remarks = run.remarks.filter((remark) => !isDue(run, remark));
  // The store's trouble is over; the source's own is not, merely because its last lines were kept.
  Object.assign(run.meter, { state, fault });
  return true;
}

function account(run: Run, batch: EntryBatch): void {
  const { meter, collecting } = run;
  meter.entries += batch.count;
  const last = batch.count - 1;
  const at = batch.at[last] ?? 0;
  const isOwnTime = ((batch.marks[last] ?? 0) & (Mark.timeInherited | Mark.timeReceived)) === 0;
  // What is older than the live beginning was history, however late it came: it says nothing of the source's lag.
  const isLive = run.liveSince !== undefined && at >= run.liveSince;
  const now = collecting.now();
  if (isLive && isOwnTime) meter.lag = withLag(meter.lag, Math.max(0, (now - at) / 1_000), now);
  collecting.changed();
}

function setState(run: Run, state: Meter["state"]): void {
  run.meter.state = state;
  run.collecting.changed();
}
