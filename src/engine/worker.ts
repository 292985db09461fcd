import { parentPort } from "node:worker_threads";
import { Bug, failed, ok, type Result } from "../core/fault.js";
import type { Engine, OlderFetch } from "../core/ports.js";
import { startInProcess } from "./in-process.js";
import { openStoreReader, withPatterns } from "./store-reader.js";
import { cloneable, serveReader } from "./rpc.js";
import type { FromWorker, ToWorker } from "./worker-messages.js";

/** A thread of the engine: it is told once what to be, a collector or a reader, and later to end. */
function main(): void {
  const port = parentPort;
  if (port === null) throw new Bug("engine/worker.ts must run as a worker thread");
  const tell = (message: FromWorker) => port.postMessage(message);
  let end: () => Promise<void> = async () => undefined;
  let keepBookmark: Engine["keepBookmark"] = () => Promise.resolve(ok(undefined));
  let fetchOlder: () => Promise<OlderFetch> = () => Promise.resolve({ kind: "nothing" });

  const begin = async (message: Extract<ToWorker, { kind: "collect" | "read" }>) => {
    if (message.kind === "read") {
      const reader = openStoreReader(message.storePath, (fault) => tell({ kind: "damaged", fault: cloneable(fault) }));
      serveReader(message.reader, withPatterns(reader));
      end = () => reader.close();
      return;
    }
    const started = await startInProcess(message.config);
    if (!started.ok) {
      tell({ kind: "refused", fault: cloneable(started.fault) });
      return;
    }
    const { engine } = started.value;
    if (message.reader !== undefined) serveReader(message.reader, engine);
    let isFirst = true;
    engine.onNews((news) => {
      // The first news goes with the start message, so that nobody sees an engine without any.
      if (isFirst) tell({ kind: "started", scope: engine.scope, news });
      else tell({ kind: "news", news });
      isFirst = false;
    });
    fetchOlder = () => engine.fetchOlder();
    keepBookmark = (change) => engine.keepBookmark(change);
    end = () => engine.close();
  };

  port.on("message", (message: ToWorker) => {
    if (message.kind === "fetch-older") {
      void fetchOlder().then((outcome) => tell({ kind: "older", outcome: cloneableFetch(outcome) }));
    } else if (message.kind === "keep-bookmark") {
      void keepBookmark(message.change).then((result) => tell({ kind: "bookmark", result: cloneableResult(result) }));
    } else if (message.kind === "end") void end().finally(() => tell({ kind: "ended" }));
    else void begin(message);
  });
}

function cloneableResult(result: Result<void>): Result<void> {
  return result.ok ? result : failed(cloneable(result.fault));
}

function cloneableFetch(outcome: OlderFetch): OlderFetch {
  return outcome.kind === "refused" ? { ...outcome, fault: cloneable(outcome.fault) } : outcome;
}

main();
