import type { BuildReport } from "../core/build-report.js";
import type { Source, SourceEvent } from "../core/ports.js";
import type { Micros } from "../core/time.js";
import { type NixTap, type NixTapOptions, openNixTap, type Tapped } from "./nix-tap.js";
import { raceTimer } from "./timing.js";

export type NixStreamOptions = NixTapOptions & {
  readonly now: () => Micros;
  /** Called with what is known of the build, now and then while it changes, and a last time at the end of the stream. */
  readonly onReport?: ((report: BuildReport) => void) | undefined;
};

const REPORT_EVERY_MS = 100;

/** The source with what nix writes in it understood (see `NixTap`). Streams without nix pass through as they are. */
export function tapNix(source: Source, options: NixStreamOptions): Source {
  return { ...source, events: (signal, resume) => tapped(source.events(signal, resume), options) };
}

async function* tapped(source: AsyncIterable<SourceEvent>, options: NixStreamOptions): AsyncGenerator<SourceEvent> {
  const tap = openNixTap(options);
  const reporter = createReporter(tap, options);
  const events = source[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = events.next();
      const dueInMs = reporter.dueInMs();
      if (dueInMs !== undefined && !(await raceTimer(next, dueInMs))) reporter.report();
      const step = await next;
      if (step.done === true) break;
      const event = step.value;
      if (event.kind !== "batch") {
        yield event;
        continue;
      }
      yield* given(tap.push(event.batch), event);
      reporter.changed();
    }
    isOver = true;
    yield* given(tap.end(options.now()), undefined);
  } finally {
    if (!isOver) {
      tap.end(options.now());
      await events.return?.();
    }
    reporter.report();
  }
}

function* given(
  { batch, coalesced }: Tapped,
  event: Extract<SourceEvent, { readonly kind: "batch" }> | undefined,
): Generator<SourceEvent> {
  const bytesRead = event?.batch.bytes.length ?? 0;
  if (batch !== undefined) yield { kind: "batch", resume: undefined, ...event, batch, bytesRead };
  if (coalesced > 0) yield { kind: "note", what: "coalesced", count: coalesced };
}

type Reporter = {
  changed(): void;
  report(): void;
  /** Until a report is due; undefined when nothing has changed. */
  dueInMs(): number | undefined;
};

function createReporter(tap: NixTap, { now, onReport }: NixStreamOptions): Reporter {
  let hasChanged = false;
  let reportedAt = Number.NEGATIVE_INFINITY;
  const sinceMs = () => (now() - reportedAt) / 1_000;

  function report(): void {
    hasChanged = false;
    reportedAt = now();
    if (tap.isActive()) onReport?.(tap.report());
  }

  return {
    changed() {
      hasChanged = onReport !== undefined && tap.isActive();
      if (hasChanged && sinceMs() >= REPORT_EVERY_MS) report();
    },
    report,
    dueInMs: () => (hasChanged ? Math.max(0, REPORT_EVERY_MS - sinceMs()) : undefined),
  };
}
