import type { Micros } from "../core/time.js";

/**
 * Everything an engine needs to start, as plain data: it may be sent to a worker thread.
 */
export type EngineConfig = {
  /** Path of the store file, or undefined for a store in memory that ends with the process. */
  readonly storePath: string | undefined;
  /** Source specs (`journal:unit=x`, a path, `-`); empty collects nothing and shows all that is kept. */
  readonly specs: readonly string[];
  readonly follow: boolean;
  /** Entries of history that each source brings at its first start; undefined is all there is. */
  readonly history: number | undefined;
  readonly since: Micros | undefined;
};
