import type { LogEntry } from "../../core/entry.js";
import type { ScanRequest } from "../../core/ports.js";
import type { HowFar } from "./progress.js";

/** Which matches are wanted, how much of each, and in which order. */
export type Wanted = Pick<ScanRequest, "direction" | "limit" | "parts">;

/** Where the answer to one question is found: a store, or sources that are read for it. */
export type Finder = {
  /** The matches in batches. May be asked again where `isRereadable`. Trouble on the way is said, not thrown. */
  matches(wanted: Wanted): AsyncIterable<readonly LogEntry[]>;
  count(): Promise<number>;
  readonly howFar: HowFar;
  /** False for what is gone once it was read, as standard input is. */
  readonly isRereadable: boolean;
};
