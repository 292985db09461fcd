import type { ResumeToken, SourceEvent, SourceOptions } from "../../core/ports.js";
import { createBell } from "../stream/bell.js";
import { createStructuredBatch } from "../structured-batch.js";
import { type BootClock, createBootClock } from "./boot-clock.js";
import { kernelRecord } from "./kernel-fields.js";
import { placeOf, tokenOf } from "./kernel-token.js";
import { faultOf, type KmsgDevice } from "./kmsg-device.js";
import { decodeKmsg, type KmsgRecord } from "./kmsg-record.js";

/** The device cannot be waited for from here: it is looked at, less often once it has been quiet (bench/idle.ts). */
const POLL_MS = 100;
const POLL_QUIET_MS = 250;
const QUIET_AFTER_POLLS = 100;

export type KernelPlan = {
  readonly options: SourceOptions;
  readonly boot: string | undefined;
  /** Undefined is this machine's. */
  readonly clock?: BootClock;
};

/** The kernel's ring buffer as events: what it still holds, then what is added. Owns and closes the device. */
export async function* kernelEvents(
  plan: KernelPlan,
  device: KmsgDevice,
  signal: AbortSignal,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  const bell = createBell(signal);
  const log = createRingReader(plan, device, resume);
  try {
    let quietPolls = 0;
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      log.readAll();
      quietPolls++;
      for (const event of log.take(isFirst ? plan.options.history : undefined)) {
        quietPolls = 0;
        yield event;
      }
      if (!plan.options.follow || log.trouble() !== undefined) break;
      if (isFirst) yield { kind: "caught-up" };
      await bell.wait(quietPolls > QUIET_AFTER_POLLS ? POLL_QUIET_MS : POLL_MS);
    }
    const trouble = log.trouble();
    if (trouble !== undefined) yield { kind: "failed", fault: faultOf(trouble), retryInMs: undefined };
  } finally {
    device.close();
    bell.close();
  }
}

type RingReader = {
  /** Reads what is there: at most the size of the ring, some thousand records. */
  readAll(): void;
  /** The events of what was read; with a number, of that many of the newest records only. */
  take(newest: number | undefined): Generator<SourceEvent>;
  trouble(): unknown;
};

function createRingReader(plan: KernelPlan, device: KmsgDevice, resume: ResumeToken | undefined): RingReader {
  const place = placeOf(resume);
  const clock = plan.clock ?? createBootClock();
  let last = place !== undefined && place.boot === plan.boot ? place.sequence : undefined;
  const isResumed = last !== undefined;
  let waiting: KmsgRecord[] = [];
  let trouble: unknown;
  let hasStepped = false;

  function readAll(): void {
    hasStepped ||= clock.adjust();
    for (;;) {
      const read = device.read();
      if (read === "none") return;
      // What was lost shows in the numbers of the next record.
      if (read === "overrun") continue;
      if (!(read instanceof Uint8Array)) {
        trouble = read.trouble;
        return;
      }
      // The device's memory is used again for the next record.
      const record = decodeKmsg(read.slice());
      if (record !== undefined && (last === undefined || record.sequence > last)) waiting.push(record);
    }
  }

  function wanted(newest: number | undefined): readonly KmsgRecord[] {
    if (isResumed) return waiting;
    const { since } = plan.options;
    const recent = since === undefined ? waiting : waiting.filter(({ uptimeUs }) => clock.at(uptimeUs) >= since);
    return newest === undefined ? recent : recent.slice(Math.max(0, recent.length - newest));
  }

  function* take(newest: number | undefined): Generator<SourceEvent> {
    const records = wanted(newest);
    waiting = [];
    if (hasStepped && records.length > 0) {
      hasStepped = false;
      yield { kind: "note", what: "clock-step", count: 1 };
    }
    const batch = createStructuredBatch();
    const token = () =>
      plan.boot === undefined || last === undefined ? undefined : tokenOf({ boot: plan.boot, sequence: last });
    const close = function* (): Generator<SourceEvent> {
      const taken = batch.take();
      if (taken !== undefined) yield { kind: "batch", batch: taken, resume: token() };
    };
    for (const kmsg of records) {
      const lost = last === undefined ? 0 : kmsg.sequence - last - 1;
      if (lost > 0) {
        yield* close();
        yield { kind: "gap", reason: "overrun", lost };
      }
      last = kmsg.sequence;
      const { record, text } = kernelRecord(kmsg, clock, plan.boot);
      batch.add(record, text);
      if (batch.isFull()) yield* close();
    }
    yield* close();
  }

  return { readAll, take, trouble: () => trouble };
}
