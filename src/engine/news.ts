import type { EngineNews, Source } from "../core/ports.js";
import { type Meter, newMeter, statusOf } from "../pipeline/meter.js";

/** News is told at most this often, and at once after a rest; faster than this no screen would show it. */
const NEWS_EVERY_MS = 16;
const RATE_WINDOW_MS = 1_000;

/**
 * Gathers the meters of all sources into news, told soon after something changed and not at all while nothing does.
 * `revision` is asked from the store at each telling.
 */
export type Newsroom = {
  meterOf(source: Pick<Source, "id" | "label">): Meter;
  changed(): void;
  latest(): EngineNews;
  fail(fault: EngineNews["fault"]): void;
  onNews(listener: (news: EngineNews) => void): () => void;
  close(): void;
};

export function openNewsroom(revision: () => number, monotonicMs: () => number): Newsroom {
  const listeners = new Set<(news: EngineNews) => void>();
  const meters: { readonly source: Pick<Source, "id" | "label">; readonly meter: Meter }[] = [];
  const rate = { since: monotonicMs(), entries: 0, perSecond: 0 };
  let fault: EngineNews["fault"];
  let isClosed = false;
  let lastRevision = 0;
  let timer: NodeJS.Timeout | undefined;

  const total = () => meters.reduce((sum, { meter }) => sum + meter.entries, 0);
  const measureRate = () => {
    const elapsed = monotonicMs() - rate.since;
    if (elapsed < RATE_WINDOW_MS) return;
    const entries = total();
    rate.perSecond = ((entries - rate.entries) * 1_000) / elapsed;
    rate.entries = entries;
    rate.since = monotonicMs();
  };
  const latest = (): EngineNews => ({
    // A closed store has no revision to ask for; the last one known stays right.
    revision: isClosed ? lastRevision : (lastRevision = revision()),
    entries: total(),
    entriesPerSecond: rate.perSecond,
    sources: meters.map(({ source, meter }) => statusOf(source, meter)),
    fault,
  });
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = () => {
    timer = undefined;
    toldAt = monotonicMs();
    measureRate();
    const news = latest();
    for (const listener of listeners) listener(news);
  };
  const changed = () => {
    timer ??= setTimeout(tell, Math.max(0, toldAt + NEWS_EVERY_MS - monotonicMs()));
  };
  // The rate must fall back to zero when lines stop coming, so a slow pulse goes on while it is not zero.
  const pulse = setInterval(() => {
    if (rate.perSecond > 0) changed();
  }, RATE_WINDOW_MS);
  pulse.unref();

  return {
    meterOf: (source) => {
      const meter = newMeter();
      meters.push({ source, meter });
      return meter;
    },
    changed,
    latest,
    fail: (problem) => {
      fault = problem;
      changed();
    },
    onNews: (listener) => {
      listeners.add(listener);
      listener(latest());
      return () => listeners.delete(listener);
    },
    close: () => {
      latest();
      isClosed = true;
      clearInterval(pulse);
      clearTimeout(timer);
    },
  };
}
