import type { BuildReport } from "../core/build-report.js";
import { type SourceId, sourceId } from "../core/entry.js";
import { faultOf } from "../core/fault.js";
import { wholeId } from "../core/older-id.js";
import type { LogWriter, OlderFetch, Scope, Source } from "../core/ports.js";
import type { Micros } from "../core/time.js";
import type { Parser } from "../parse/parser.js";
import { type Collecting, collect } from "../pipeline/collect.js";
import { tapNix } from "../pipeline/nix-stream.js";
import { derivationNeeds } from "./derivation-needs.js";
import { type KeptJournal, olderSources } from "./kept-journals.js";
import type { Newsroom } from "./news.js";
import { createOlderFetching } from "./older-fetch.js";
import { type OpenedSources, openSources } from "./open-sources.js";
import type { EngineConfig } from "./protocol.js";
import { createToldLogs, type ToldLogs } from "./told-logs.js";

export type CollectorParts = {
  /** The journals that the store has entries of. */
  readonly kept: () => Promise<readonly KeptJournal[]>;
  readonly writer: LogWriter;
  readonly newsroom: Newsroom;
  readonly openParser: (source: Source, lastOrder: Micros | undefined) => Parser;
  readonly now: () => Micros;
  /** What is known of a build that one of the streams shows, while it goes on and at its end. */
  readonly onBuild?: (source: SourceId, report: BuildReport) => void;
  /** Where it is noted whose logs streams have told; there when logs on the disk are read, too. */
  readonly told?: ToldLogs;
};

/** The sources at work. Ends by itself when none of them can bring anything more. */
export type Collector = {
  readonly scope: Scope;
  readonly done: Promise<void>;
  readonly fetchOlder: () => Promise<OlderFetch>;
  /** Stops reading, commits what is in hand, gives the leases back. */
  stop(): Promise<void>;
};

/** Opens the sources of the configuration and runs each into the store; one that fails never ends the others. */
export async function startCollector(config: EngineConfig, parts: CollectorParts): Promise<Collector> {
  const told = createToldLogs();
  const opened = await openSources(config, told.isTold);
  const readsLogs = opened.sources.some(({ id }) => id === BUILD_LOGS);
  const kept = await parts.kept();
  const older = await olderSources(config, opened.sources, kept);
  const all = { ...opened, sources: [...opened.sources, ...older] };
  const collector = runCollector(all, config.follow, readsLogs ? { ...parts, told } : parts);
  const past = kept.flatMap((journal) => journal.parts.map(({ id }) => id));
  return { ...collector, scope: withPast(collector.scope, past) };
}

/** Runs sources that are open already. */
export function runCollector(opened: OpenedSources, follow: boolean, parts: CollectorParts): Collector {
  const controller = new AbortController();
  const { signal } = controller;
  for (const { id, label, fault } of opened.refused) {
    Object.assign(parts.newsroom.meterOf({ id, label }), { state: "failed", fault });
  }
  const runs = opened.sources.map((source) => (follow ? run(source, parts, signal) : runOnce(source, parts, signal)));
  const finders = opened.growing.map((grow) => runNewcomers(grow(signal), parts, signal));
  parts.newsroom.changed();
  const collected = new Set(opened.sources.map(({ id }) => id));
  const fetching = createOlderFetching({
    isCollected: ({ of }) => collected.has(of),
    kept: parts.kept,
    run: (source, until) => runOnce(source, parts, until),
    signal,
  });
  const done = Promise.all([...runs, ...finders]).then(() => undefined);
  return {
    scope: scopeOf([...opened.sources, ...opened.refused].map(({ id }) => id)),
    done,
    fetchOlder: () => fetching.ask(),
    stop: async () => {
      controller.abort();
      await Promise.all([done, fetching.settled()]);
    },
  };
}

function scopeOf(sources: readonly SourceId[]): Scope {
  return { sources: sources.length === 0 ? undefined : sources };
}

/** With what the store has of the past of sources in scope. */
function withPast({ sources }: Scope, past: readonly SourceId[]): Scope {
  if (sources === undefined) return { sources };
  return { sources: [...new Set([...sources, ...past.filter((id) => sources.includes(wholeId(id)))])] };
}

/** Sources that come to match a pattern later; each runs like those that were there at the start. */
async function runNewcomers(sources: AsyncIterable<Source>, parts: CollectorParts, signal: AbortSignal): Promise<void> {
  const runs: Promise<void>[] = [];
  for await (const source of sources) runs.push(run(source, parts, signal));
  await Promise.all(runs);
}

/** Where nothing is followed, a source that another process collects is left to it instead of waited for. */
function runOnce(source: Source, parts: CollectorParts, signal: AbortSignal): Promise<void> {
  const left = new AbortController();
  const open: LogWriter["open"] = (id, label) => {
    const handle = parts.writer.open(id, label);
    if (handle === undefined) left.abort();
    return handle;
  };
  return run(source, { ...parts, writer: { ...parts.writer, open } }, AbortSignal.any([signal, left.signal]));
}

async function run(source: Source, parts: CollectorParts, signal: AbortSignal): Promise<void> {
  const meter = parts.newsroom.meterOf(source);
  const collecting: Collecting = {
    writer: parts.writer,
    openParser: (lastOrder) => parts.openParser(source, lastOrder),
    now: parts.now,
    changed: parts.newsroom.changed,
  };
  try {
    await collect(understood(source, parts), meter, collecting, signal);
  } catch (caught) {
    // The net under one source: a mistake in it must not take the others along.
    meter.state = "failed";
    meter.fault = faultOf(caught);
    parts.newsroom.changed();
  }
}

/** The source of build logs on the disk. */
const BUILD_LOGS = sourceId("nix:");

/** Streams that a build may write into: what cannot be resumed, and so may be read in a way that remembers. */
const STREAMS = /^(?:stdin|exec|run):/;

function understood(source: Source, parts: CollectorParts): Source {
  // Nix writes to a socket what it would write behind `@nix `, each run of it in a connection of its own.
  if (source.throughEach !== undefined) return source.throughEach((stream) => tapped(stream, parts, true));
  return STREAMS.test(source.id) ? tapped(source, parts, false) : source;
}

function tapped(source: Source, { now, onBuild, told }: CollectorParts, isBare: boolean): Source {
  if (onBuild === undefined && told === undefined) return tapNix(source, { now, isBare });
  const onReport = (report: BuildReport) => {
    told?.add(report);
    onBuild?.(source.id, report);
  };
  return tapNix(source, { now, isBare, onReport, needsOf: onBuild === undefined ? undefined : derivationNeeds });
}
