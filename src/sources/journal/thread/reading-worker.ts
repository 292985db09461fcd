import { once } from "node:events";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { Bug, type Fault, FaultError } from "../../../core/fault.js";
import { createClockSteps } from "../clock-steps.js";
import { selectionOf } from "../files/asked-selection.js";
import { closeJournal, openJournal } from "../files/open-journal.js";
import { readEntries } from "../files/read-entries.js";
import { type FromReading, MOST_AHEAD, type ReadingOrder } from "./messages.js";
import { createPacking } from "./packed-read.js";

/** Reads a range of a journal's files for another thread, and ends. */
async function main(port: MessagePort, order: ReadingOrder): Promise<void> {
  const tell = (message: FromReading, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);
  let ahead = 0;
  port.on("message", () => (ahead -= 1));
  const opened = openJournal(order.asked);
  if (!opened.ok) {
    tell({ kind: "failed", fault: cloneable(opened.fault) });
    return;
  }
  try {
    const packing = createPacking();
    const range = { ...order.range, selection: selectionOf(order.asked) };
    const options = { countsHoles: order.countsHoles, clock: createClockSteps() };
    for (const read of readEntries(opened.value.files, range, options)) {
      const { packed, transfer } = packing.pack(read);
      tell({ kind: "read", read: packed }, transfer);
      ahead += 1;
      while (ahead >= MOST_AHEAD) await once(port, "message");
    }
    tell({ kind: "done" });
  } catch (caught) {
    if (!(caught instanceof FaultError)) throw caught;
    tell({ kind: "failed", fault: cloneable(caught.fault) });
  } finally {
    closeJournal(opened.value);
  }
}

/** What caused it may be anything, and stays here. */
function cloneable({ code, message, hint }: Fault): Fault {
  return { code, message, hint };
}

if (parentPort === null) throw new Bug("sources/journal/thread/reading-worker.ts must run as a worker thread");
const order: ReadingOrder = workerData;
void main(parentPort, order);
