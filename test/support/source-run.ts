import type { RawBatch, RawRecord } from "../../src/core/batch.js";
import type { Fault } from "../../src/core/fault.js";
import type { ResumeToken, Source, SourceEvent } from "../../src/core/ports.js";
import { fieldsAt } from "../../src/core/record-fields.js";
import { micros } from "../../src/core/time.js";

type Received = {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly marks: number;
  readonly record: RawRecord | undefined;
};

/** A source being read in the background; what it gave so far can be looked at and waited for. */
export type SourceRun = {
  readonly received: readonly Received[];
  readonly events: readonly SourceEvent[];
  readonly faults: readonly Fault[];
  /** The token of the last batch. */
  readonly token: () => ResumeToken | undefined;
  readonly texts: () => readonly string[];
  readonly isCaughtUp: () => boolean;
  readonly hasEnded: () => boolean;
  readonly until: (isMet: () => boolean, what?: string) => Promise<void>;
  /** Aborts, and waits until the source has ended. */
  readonly stop: () => Promise<void>;
};

const PATIENCE_MS = 60_000;

export function runSource(source: Source, resume?: ResumeToken): SourceRun {
  const controller = new AbortController();
  const received: Received[] = [];
  const events: SourceEvent[] = [];
  const faults: Fault[] = [];
  let token = resume;
  let hasEnded = false;
  let trouble: unknown;
  const looks = new Set<() => void>();

  const take = (event: SourceEvent) => {
    events.push(event);
    if (event.kind === "failed") faults.push(event.fault);
    if (event.kind !== "batch") return;
    token = event.resume ?? token;
    received.push(...recordsOf(event));
  };
  const pump = (async () => {
    try {
      for await (const event of source.events(controller.signal, resume)) {
        take(event);
        for (const look of looks) look();
      }
    } catch (error) {
      trouble = error;
    }
    hasEnded = true;
    for (const look of looks) look();
  })();

  return {
    received,
    events,
    faults,
    token: () => token,
    texts: () => received.map(({ text }) => text),
    isCaughtUp: () => events.some(({ kind }) => kind === "caught-up"),
    hasEnded: () => hasEnded,
    until: (isMet, what = isMet.toString()) =>
      new Promise((resolve, reject) => {
        const done = (error?: Error) => {
          clearTimeout(timer);
          clearInterval(again);
          looks.delete(look);
          if (error === undefined) resolve();
          else reject(error);
        };
        const look = () => {
          if (trouble !== undefined) done(new Error("the source threw", { cause: trouble }));
          else if (isMet()) done();
        };
        const timer = setTimeout(() => {
          const said = faults.map(({ message }) => message).join("; ");
          done(new Error(`never came: ${what}; ${received.length} records, faults: ${said}`));
        }, PATIENCE_MS);
        // What is waited for may also be something other than an event: a process that is gone.
        const again = setInterval(look, 10);
        looks.add(look);
        look();
      }),
    async stop() {
      controller.abort();
      await pump;
      if (trouble !== undefined) throw new Error("the source threw", { cause: trouble });
    },
  };
}

function recordAt({ records }: RawBatch, index: number): RawRecord | undefined {
  const fields = records === undefined ? undefined : fieldsAt(records, index);
  return fields === undefined ? undefined : { at: micros(records?.at[index] ?? 0), fields };
}

function recordsOf({ batch }: Extract<SourceEvent, { kind: "batch" }>): readonly Received[] {
  return Array.from({ length: batch.count }, (_, index) => {
    const bytes = batch.bytes.slice(batch.starts[index], batch.ends[index]);
    const text = new TextDecoder().decode(bytes);
    return { text, bytes, marks: batch.marks?.[index] ?? 0, record: recordAt(batch, index) };
  });
}
