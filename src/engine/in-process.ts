import { type Fault, type Result, failed, ok } from "../core/fault.js";
import type { Engine, EngineNews, LogReader, LogWriter, Source } from "../core/ports.js";
import type { SessionLog } from "../core/session.js";
import type { MachineSample } from "../core/machine/metrics.js";
import { KEEP_EVERYTHING } from "../core/keep.js";
import { MICROS_PER_SECOND } from "../core/time.js";
import { sampleMachine } from "../machine/sampler.js";
import { createParser } from "../parse/parser.js";
import { fileOf } from "../sources/file/file-of.js";
import { systemProfile } from "../sources/system-profile.js";
import { openStore, type Store, type StoreReader } from "../store/open-store.js";
import { type Collector, type CollectorParts, runCollector, startCollector } from "./collector.js";
import { decodeUtf8 } from "../pipeline/scan/decode.js";
import { localOffset, monotonicMs, now } from "./environment.js";
import { keptJournals } from "./kept-journals.js";
import { type Newsroom, openNewsroom } from "./news.js";
import { type RebuildWatchParts, watchRebuilds } from "./rebuild-watch.js";
import { renewInIdleTime } from "./renewal.js";
import { keepWithin } from "./retention.js";
import { followRevision } from "./follow-revision.js";
import type { EngineConfig } from "./protocol.js";
import { READING, withPatterns } from "./store-reader.js";

/** An engine whose every part runs in this thread: for commands without a screen, for worker threads, for tests. */
export type InProcessEngine = {
  readonly engine: Engine;
  /** Settles when no source can bring anything more. */
  readonly done: Promise<void>;
  /** The figures of this moment; right to the end, where news are told only from time to time. */
  readonly latest: () => EngineNews;
  readonly sessions: SessionLog;
  /** Opens and runs further specs, until they end or are stopped; that must be before the engine is closed. */
  gather(config: EngineConfig): Promise<Collector>;
  /** The same for sources that are open already. */
  collect(sources: readonly Source[], onBuild: NonNullable<CollectorParts["onBuild"]>): Collector;
};

/**
 * Opens the store, starts the sources, and answers questions, all in this thread. `tee` may stand between the collector
 * and the store to see what is committed.
 */
export async function startInProcess(
  config: EngineConfig,
  tee: (writer: LogWriter) => LogWriter = (writer) => writer,
): Promise<Result<InProcessEngine>> {
  let told: (fault: Fault) => void = () => undefined;
  const opened = openBoth(config, (fault) => told(fault));
  if (!opened.ok) return opened;
  const { store, reader } = opened.value;
  const revision = () => reader.revision();
  const newsroom = openNewsroom(revision, monotonicMs);
  told = (fault) => tellForAWhile(newsroom, fault, store.notice);
  if (store.notice !== undefined) newsroom.fail(store.notice);
  const [missing] = (await reader.archives()).flatMap(({ fault }) => fault ?? []);
  if (missing !== undefined) told(missing);
  const rebuilds =
    config.noticesRebuilds === true
      ? await watchRebuilds(rebuildParts(config, store.writer, reader, newsroom))
      : undefined;
  const parts: CollectorParts = {
    kept: () => keptJournals(reader),
    writer: tee(rebuilds?.tee(store.writer) ?? store.writer),
    ...(rebuilds !== undefined && { onBuild: rebuilds.onBuild }),
    newsroom,
    openParser: (_source, lastOrder) => createParser({ localOffset, decode: decodeUtf8, lastOrder }),
    now,
  };
  const collector = await startCollector(config, parts);
  // Nobody else can write to a store in memory.
  const unfollow =
    config.storePath === undefined ? () => undefined : followRevision(config.storePath, revision, newsroom.changed);
  const stopKeeping = keepStore(store, config, newsroom, revision);
  const stopRenewing = renewInIdleTime(store, revision);
  const stopMeasuring = measureMachine(store, config, newsroom);
  const engine: Engine = {
    ...withPatterns(reader),
    scope: collector.scope,
    fetchOlder: collector.fetchOlder,
    keepBookmark: (change) => Promise.resolve(store.writer.bookmarks.keep(change)),
    onNews: newsroom.onNews,
    close: async () => {
      unfollow();
      stopKeeping();
      stopRenewing();
      stopMeasuring();
      await collector.stop();
      await rebuilds?.stop();
      newsroom.close();
      await reader.close();
      store.writer.close();
    },
  };
  return ok({
    engine,
    done: collector.done,
    latest: newsroom.latest,
    sessions: store.writer.sessions,
    gather: (more) => startCollector(more, parts),
    collect: (sources, onBuild) => runCollector({ sources, refused: [], growing: [] }, true, { ...parts, onBuild }),
  });
}

/** What happened and goes on by itself need not stand where the sources stand for ever. */
const TOLD_MS = 60_000;
const PASSING: ReadonlySet<Fault["code"]> = new Set(["store-moved", "not-found"]);

function tellForAWhile(newsroom: Newsroom, fault: Fault, standing: Fault | undefined): void {
  newsroom.fail(fault);
  if (!PASSING.has(fault.code)) return;
  setTimeout(() => {
    if (newsroom.latest().fault === fault) newsroom.fail(standing);
  }, TOLD_MS).unref();
}

/** Both tell of what is damaged, moved or replaced while they work. */
function openBoth(
  { storePath: path, collector, inPlace }: EngineConfig,
  onFault: (fault: Fault) => void,
): Result<{ readonly store: Store; readonly reader: StoreReader }> {
  const store = openStore({ path, collector, now, moved: onFault, ...(inPlace === true && { fileOf }) });
  if (!store.ok) return store;
  const reader = store.value.openReader({ ...READING, onFault });
  if (reader.ok) return ok({ store: store.value, reader: reader.value });
  store.value.writer.close();
  return failed(reader.fault);
}

function measureMachine(
  { machine, notice }: Store,
  { measureEveryMs: everyMs }: EngineConfig,
  newsroom: Newsroom,
): () => void {
  if (everyMs === undefined) return () => undefined;
  let isRefused = false;
  const onSample = (sample: MachineSample): void => {
    const kept = machine.keep(sample);
    if (!kept.ok || isRefused) newsroom.fail(kept.ok ? notice : kept.fault);
    isRefused = !kept.ok;
  };
  return sampleMachine({ folder: "/proc", now, monotonicMs, everyMs, onSample });
}

function keepStore(
  { keeper, notice }: Store,
  { keep = KEEP_EVERYTHING }: EngineConfig,
  newsroom: Newsroom,
  revision: () => number,
): () => void {
  const refused = (fault: Fault | undefined) => newsroom.fail(fault ?? notice);
  return keepWithin({ keeper, limits: keep, revision, removed: newsroom.tellRemoved, refused });
}

/** Longer ago than this nobody wants to be told of it on the screen. */
const NEWS_LASTS_US = 60 * MICROS_PER_SECOND;

function rebuildParts(
  config: EngineConfig,
  writer: LogWriter,
  reader: LogReader,
  newsroom: Newsroom,
): RebuildWatchParts {
  const isOurs = config.specs === "machine" || config.specs.includes("journal:");
  const isNamed = process.env["LOGSTREAM_SYSTEM_PROFILE"] !== undefined;
  return {
    writer,
    reader,
    now,
    profile: isOurs || isNamed ? systemProfile(process.env) : undefined,
    told: ({ startedAt, endedAt, result, units }) => {
      if (now() - (endedAt ?? startedAt) > NEWS_LASTS_US) return;
      const failedUnits = units.filter(({ state }) => state === "failed").map(({ unit }) => unit);
      newsroom.tellRebuild({ startedAt, result, failedUnits });
    },
  };
}
