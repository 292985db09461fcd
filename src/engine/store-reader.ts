import { type Fault, FaultError } from "../core/fault.js";
import type { LogReader, PatternReader } from "../core/ports.js";
import { tallyLog } from "../core/template/tally-log.js";
import { categorise } from "../parse/category.js";
import { describe } from "../parse/describe.js";
import { openStoreReader as openReader, type ReaderOptions, type StoreReader } from "../store/open-store.js";
import { localOffset, runningBoot } from "./environment.js";

/** What a reader of this machine's stores is told of the world. */
export const READING: ReaderOptions = { describe, categorise, runningBoot: runningBoot(), localOffset };

/** A reader that counts messages by their templates, too, in the thread that it is in. */
export function withPatterns<Reader extends LogReader>(reader: Reader): Reader & PatternReader {
  return { ...reader, patterns: (request, signal) => tallyLog(reader, describe, request, signal) };
}

/** A reader of a store that somebody else may be writing. Throws the fault when it cannot be opened. */
export function openStoreReader(path: string, onFault?: (fault: Fault) => void): StoreReader {
  const opened = openReader(path, { ...READING, onFault, onMoved: onFault });
  if (!opened.ok) throw new FaultError(opened.fault);
  return opened.value;
}
