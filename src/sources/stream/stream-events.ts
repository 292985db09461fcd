import type { RawBatch } from "../../core/batch.js";
import type { Fault } from "../../core/fault.js";
import type { SourceEvent } from "../../core/ports.js";
import type { Micros } from "../../core/time.js";
import { createFramer } from "../framing.js";
import type { Bell } from "./bell.js";
import type { ByteReader } from "./byte-reader.js";

/** An unfinished line is given as it stands after this long without a byte: a prompt, a progress line. */
export const PARTIAL_AFTER_MS = 1_000;
/** When nothing came for this long at the start, nothing was waiting; once something came, the first pause tells. */
const CAUGHT_UP_AFTER_MS = 100;

type StreamOptions = {
  readonly reader: ByteReader;
  readonly bell: Bell;
  readonly signal: AbortSignal;
  /** Turns what the reader ended with into words. */
  readonly faultOf: (trouble: unknown) => Fault;
  /** When the bytes that were taken last came; the moment of asking where it is absent. */
  readonly receivedAt?: (() => Micros) | undefined;
};

/**
 * The events of bytes that cannot be read again: no resume, ends with the stream. What was read before an abort
 * is still given, unfinished line and all. Closes the reader and the bell.
 */
export async function* streamEvents({
  reader,
  bell,
  signal,
  faultOf,
  receivedAt,
}: StreamOptions): AsyncGenerator<SourceEvent> {
  const framer = createFramer(receivedAt === undefined ? {} : { now: receivedAt });
  let isCaughtUp = false;
  let hasGiven = false;
  try {
    for (let isLast = false; !isLast;) {
      isLast = signal.aborted;
      const taken = reader.take();
      if (taken === "ended") break;
      if (taken !== "quiet") {
        yield* given(framer.push(taken));
        hasGiven = true;
        continue;
      }
      if (hasGiven && !isCaughtUp) {
        isCaughtUp = true;
        yield { kind: "caught-up" };
        continue;
      }
      const patience = framer.isHolding() ? PARTIAL_AFTER_MS : undefined;
      if ((await bell.wait(isCaughtUp ? patience : CAUGHT_UP_AFTER_MS)) === "rung") continue;
      if (isCaughtUp) yield* given(framer.pause());
      else yield { kind: "caught-up" };
      isCaughtUp = true;
    }
    yield* given(framer.end());
    const trouble = signal.aborted ? undefined : reader.trouble();
    if (trouble !== undefined) yield { kind: "failed", fault: faultOf(trouble), retryInMs: undefined };
  } finally {
    reader.close();
    bell.close();
  }
}

function* given(batch: RawBatch | undefined): Generator<SourceEvent> {
  if (batch !== undefined) yield { kind: "batch", batch, resume: undefined };
}
