import type { SourceId } from "../core/entry.js";
import type { EngineNews, Source } from "../core/ports.js";
import { withRemark } from "../core/truth.js";
import { now } from "./environment.js";
import { type Meter, newMeter, statusOf } from "../pipeline/meter.js";

/** News is told at most this often, and at once after a rest; faster than this no screen would show it. */
const NEWS_EVERY_MS = 10;
const RATE_WINDOW_MS = 1_000;

/**
 * Gathers the meters of all sources into news, told soon after something changed and not at all while nothing does.
 * `revision` is asked from the store at each telling.
 */
export type Newsroom = {
  readonly meterOf: (source: Pick<Source, "id" | "label">) => Meter;
  readonly changed: () => void;
  readonly latest: () => EngineNews;
  readonly fail: (fault: EngineNews["fault"]) => void;
  /** Retention removed entries: what is known of their sources is no longer only what they said themselves. */
  readonly tellRemoved: (removed: Removed) => void;
  readonly tellRebuild: (rebuild: EngineNews["rebuild"]) => void;
  readonly onNews: (listener: (news: EngineNews) => void) => () => void;
  readonly close: () => void;
};

export function openNewsroom(revision: () => number, monotonicMs: () => number): Newsroom {
  const listeners = new Set<(news: EngineNews) => void>();
  const meters: { readonly source: Pick<Source, "id" | "label">; readonly meter: Meter; readonly rate: Rate }[] = [];
  const total = () => meters.reduce((sum, { meter }) => sum + meter.entries, 0);
  const rate = openRate(total, monotonicMs);
  let told: Pick<EngineNews, "fault" | "rebuild"> = { fault: undefined };
  let lastRevision = 0;
  let isClosed = false;

  const latest = (): EngineNews => ({
    // A closed store has no revision to ask for; the last one known stays right.
    revision: isClosed ? lastRevision : (lastRevision = revision()),
    entries: total(),
    entriesPerSecond: rate.perSecond(),
    sources: meters.map(({ source, meter, rate: own }) =>
      statusOf(source, meter, { now: now(), perSecond: own.perSecond() }),
    ),
    ...told,
  });
  const pace = openPace(monotonicMs, () => {
    rate.measure();
    for (const meter of meters) meter.rate.measure();
    const news = latest();
    for (const listener of listeners) listener(news);
  });
  const tell = (more: Partial<typeof told>) => {
    told = { ...told, ...more };
    pace.soon();
  };
  // The rate must fall back to zero when lines stop coming, so a slow pulse goes on while it is not zero.
  const isMoving = () => [rate, ...meters.map((meter) => meter.rate)].some((each) => each.perSecond() > 0);
  const pulse = setInterval(() => isMoving() && pace.soon(), RATE_WINDOW_MS).unref();

  return {
    meterOf: (source) => {
      const meter = newMeter();
      meters.push({ source, meter, rate: openRate(() => meter.entries, monotonicMs) });
      return meter;
    },
    changed: pace.soon,
    latest,
    fail: (fault) => tell({ fault }),
    tellRemoved: (removed) => {
      for (const { source, meter } of meters)
        noteRemoved(
          meter,
          removed.filter((one) => one.source === source.id),
        );
      pace.soon();
    },
    tellRebuild: (rebuild) => tell({ rebuild }),
    onNews: (listener) => {
      listeners.add(listener);
      listener(latest());
      return () => listeners.delete(listener);
    },
    close: () => {
      latest();
      isClosed = true;
      clearInterval(pulse);
      pace.stop();
    },
  };
}

type Removed = readonly { readonly source: SourceId; readonly entries: number }[];

function noteRemoved(meter: Meter, removed: Removed): void {
  for (const { entries } of removed) {
    meter.truth = withRemark(meter.truth, { kind: "note", what: "expired", count: entries });
  }
}

type Pace = { readonly soon: () => void; readonly stop: () => void };

/** Runs the work when asked: at once after a rest, else when the pace allows. */
function openPace(monotonicMs: () => number, work: () => void): Pace {
  let timer: NodeJS.Timeout | undefined;
  let workedAt = Number.NEGATIVE_INFINITY;
  const run = () => {
    timer = undefined;
    workedAt = monotonicMs();
    work();
  };
  return {
    soon: () => {
      timer ??= setTimeout(run, Math.max(0, workedAt + NEWS_EVERY_MS - monotonicMs()));
    },
    stop: () => clearTimeout(timer),
  };
}

type Rate = { readonly measure: () => void; readonly perSecond: () => number };

function openRate(total: () => number, monotonicMs: () => number): Rate {
  let since = monotonicMs();
  let counted = 0;
  let perSecond = 0;
  return {
    measure: () => {
      const elapsed = monotonicMs() - since;
      if (elapsed < RATE_WINDOW_MS) return;
      const entries = total();
      perSecond = ((entries - counted) * 1_000) / elapsed;
      counted = entries;
      since = monotonicMs();
    },
    perSecond: () => perSecond,
  };
}
