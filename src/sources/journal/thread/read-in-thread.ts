import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type Fault, FaultError } from "../../../core/fault.js";
import type { OpenJournal } from "../files/open-journal.js";
import type { Read } from "../files/read-entries.js";
import type { FromReading, ReadingOrder, ToReading } from "./messages.js";
import { createUnpacking } from "./packed-read.js";

/** Less is read before a thread has started. */
const WORTH_A_THREAD_BYTES = 48 * 1024 * 1024;

/** The thread's program as it lies in the bundle; where the sources run as they are there is none. */
const PROGRAM = new URL("./journal-reading.js", import.meta.url);

/** Whether so much is to be read that it should be read while what was read is being kept. */
export function isWorthThread({ files }: OpenJournal): boolean {
  const bytes = files.reduce((sum, file) => sum + file.bytes.limit, 0);
  return bytes >= WORTH_A_THREAD_BYTES && existsSync(fileURLToPath(PROGRAM));
}

/** As `readEntries`, on another core, a few batches ahead. Throws a `FaultError`, also when the thread dies. */
export async function* readInThread(order: ReadingOrder, signal: AbortSignal): AsyncGenerator<Read> {
  const worker = new Worker(PROGRAM, { workerData: order });
  const more: ToReading = "more";
  const inbox = openInbox(worker, signal);
  const unpacking = createUnpacking();
  try {
    for (;;) {
      const message = await inbox.next();
      if (message === undefined || message.kind === "done") return;
      if (message.kind === "failed") throw new FaultError(message.fault);
      yield unpacking.unpack(message.read);
      worker.postMessage(more);
    }
  } finally {
    inbox.close();
    await worker.terminate();
  }
}

type Inbox = {
  /** The next message, undefined once the signal has aborted. */
  next(): Promise<FromReading | undefined>;
  close(): void;
};

function openInbox(worker: Worker, signal: AbortSignal): Inbox {
  const messages: FromReading[] = [];
  let ring: () => void = () => undefined;
  const put = (message: FromReading) => {
    messages.push(message);
    ring();
  };
  const abort = () => ring();
  worker.on("message", put);
  worker.on("error", (cause) => put({ kind: "failed", fault: { ...DIED, cause } }));
  worker.on("exit", () => put({ kind: "failed", fault: DIED }));
  signal.addEventListener("abort", abort);
  return {
    async next() {
      while (messages.length === 0 && !signal.aborted) await new Promise<void>((resolve) => (ring = resolve));
      return signal.aborted ? undefined : messages.shift();
    },
    close: () => signal.removeEventListener("abort", abort),
  };
}

const DIED: Fault = {
  code: "source-died",
  message: "the thread that read the journal's files stopped",
  hint: "journalctl reads the rest, more slowly",
};
