import { pathsOf } from "../config/paths.js";
import type { LogReader } from "../core/ports.js";
import { openStoreReader } from "../engine/store-reader.js";

/** An open store, for reading. It may be collected into meanwhile, by this or another process. */
export type Store = Pick<
  LogReader,
  "page" | "aggregate" | "count" | "entry" | "raw" | "sources" | "sessions" | "close"
>;

/**
 * Opens a store for reading: that of the person who runs this, or the one at the path. Throws a `FaultError`, whose `fault`
 * says what is wrong and what to do.
 */
export function openStore(path: string = pathsOf(process.env).store): Store {
  return openStoreReader(path);
}
