import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { BookmarkChange } from "../core/bookmark.js";
import { type Fault, type Result, failed, faultOf, ok } from "../core/fault.js";
import type { Engine, EngineNews, OlderFetch } from "../core/ports.js";
import type { EngineConfig } from "./protocol.js";
import { connectReader } from "./rpc.js";
import type { FromWorker, ToWorker } from "./worker-messages.js";

/**
 * Starts collecting and asking in threads of their own, so that neither ever holds up the screen. A store in a file has
 * one thread that writes and one that reads; a store in memory can only be read where it is written.
 */
export async function startEngine(config: EngineConfig): Promise<Result<Engine>> {
  const collecting = startWorker();
  const reading = config.storePath === undefined ? undefined : startWorker();
  const { port1: ours, port2: theirs } = new MessageChannel();
  const start: ToWorker = { kind: "collect", config, reader: reading === undefined ? theirs : undefined };
  collecting.post(start, reading === undefined ? [theirs] : []);
  const started = await collecting.started;
  if (!started.ok) {
    await Promise.all([collecting.end(), reading?.end()]);
    return started;
  }
  if (reading !== undefined && config.storePath !== undefined) {
    reading.post({ kind: "read", storePath: config.storePath, reader: theirs }, [theirs]);
  }
  return ok(engineOf(ours, collecting, reading, started.value));
}

type Started = Extract<FromWorker, { kind: "started" }>;

type Thread = {
  readonly started: Promise<Result<Started>>;
  post(message: ToWorker, transfer: readonly MessagePort[]): void;
  onNews(listener: (news: EngineNews) => void): void;
  onDamage(listener: (fault: Fault) => void): void;
  onDeath(listener: (fault: Fault) => void): void;
  fetchOlder(): Promise<OlderFetch>;
  keepBookmark(change: BookmarkChange): Promise<Result<void>>;
  end(): Promise<void>;
};

/** Longest that a thread may take to commit what it has in hand when the program ends. */
const END_MS = 2_000;

/** Without it V8 lets more garbage lie than the threads ever keep. */
const MAX_YOUNG_GENERATION_MB = 8;

function startWorker(): Thread {
  const worker = new Worker(new URL("./engine-worker.js", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: MAX_YOUNG_GENERATION_MB },
  });
  const newsListeners = new Set<(news: EngineNews) => void>();
  const damageListeners = new Set<(fault: Fault) => void>();
  const deathListeners = new Set<(fault: Fault) => void>();
  let settle: (result: Result<Started>) => void = () => undefined;
  const started = new Promise<Result<Started>>((resolve) => {
    settle = resolve;
  });
  const keeping: ((result: Result<void>) => void)[] = [];
  const asked: ((outcome: OlderFetch) => void)[] = [];
  let isEnding = false;
  const died = (fault: Fault) => {
    settle(failed(fault));
    for (const answer of asked.splice(0)) answer({ kind: "refused", fault });
    for (const answer of keeping.splice(0)) answer(failed(fault));
    if (!isEnding) for (const listener of deathListeners) listener(fault);
  };
  worker.on("message", (message: FromWorker) => {
    if (message.kind === "started") settle(ok(message));
    else if (message.kind === "refused") settle(failed(message.fault));
    else if (message.kind === "damaged") for (const listener of damageListeners) listener(message.fault);
    else if (message.kind === "older") asked.shift()?.(message.outcome);
    else if (message.kind === "bookmark") keeping.shift()?.(message.result);
    else if (message.kind === "ended") void worker.terminate();
    else for (const listener of newsListeners) listener(message.news);
  });
  worker.on("error", (error) => died({ ...faultOf(error), message: `the engine stopped: ${error.message}` }));
  worker.on("exit", () => died({ code: "internal", message: "the engine stopped", hint: "start logstream again" }));
  const exited = new Promise<void>((resolve) => {
    worker.once("exit", () => resolve());
  });
  return {
    started,
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    onNews: (listener) => newsListeners.add(listener),
    onDamage: (listener) => damageListeners.add(listener),
    onDeath: (listener) => deathListeners.add(listener),
    fetchOlder: () =>
      new Promise((resolve) => {
        asked.push(resolve);
        worker.postMessage({ kind: "fetch-older" } satisfies ToWorker);
      }),
    keepBookmark: (change) =>
      new Promise((resolve) => {
        keeping.push(resolve);
        worker.postMessage({ kind: "keep-bookmark", change } satisfies ToWorker);
      }),
    end: async () => {
      isEnding = true;
      worker.postMessage({ kind: "end" } satisfies ToWorker);
      const timer = setTimeout(() => void worker.terminate(), END_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

function engineOf(port: MessagePort, collecting: Thread, reading: Thread | undefined, started: Started): Engine {
  const reader = connectReader(port);
  const listeners = new Set<(news: EngineNews) => void>();
  let latest = started.news;
  let damage: Fault | undefined;
  const tell = (news: EngineNews) => {
    latest = { ...news, fault: news.fault ?? damage };
    for (const listener of listeners) listener(latest);
  };
  const dead = (fault: Fault) => {
    reader.lose(fault);
    tell({ ...latest, fault });
  };
  collecting.onNews(tell);
  collecting.onDeath(dead);
  reading?.onDeath(dead);
  reading?.onDamage((fault) => {
    damage = fault;
    tell(latest);
  });
  return {
    ...reader,
    scope: started.scope,
    fetchOlder: () => collecting.fetchOlder(),
    keepBookmark: (change) => collecting.keepBookmark(change),
    onNews: (listener) => {
      listeners.add(listener);
      listener(latest);
      return () => listeners.delete(listener);
    },
    close: async () => {
      // First of all, so that nobody waits for an answer of a thread that ends.
      await reader.close();
      await Promise.all([collecting.end(), reading?.end()]);
    },
  };
}
