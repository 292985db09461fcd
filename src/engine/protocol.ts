import type { KeepLimits } from "../core/keep.js";
import type { Micros } from "../core/time.js";

/**
 * Everything an engine needs to start, as plain data: it may be sent to a worker thread.
 */
export type EngineConfig = {
  /** Path of the store file, or undefined for a store in memory that ends with the process. */
  readonly storePath: string | undefined;
  /** Source specs (`journal:unit=x`, a path, `-`), or whatever this machine has and lets us read. */
  readonly specs: readonly string[] | "machine";
  readonly follow: boolean;
  /** Entries of history that each source brings at its first start; undefined leaves it to the kind of source. */
  readonly history: number | undefined;
  readonly since: Micros | undefined;
  /** Files: at the first start bring what rotations made of them before, too. */
  readonly rotated?: boolean;
  /** Whether texts of files stay in them: the store keeps where they are. */
  readonly inPlace?: boolean;
  /** How this run of the program is told from others that collect into the store. */
  readonly collector: { readonly kind: string; readonly command: string };
  /** Whether rebuilds that the journal tells of become sessions. */
  readonly noticesRebuilds?: boolean;
  /** Whether `history` and `since` are asked of journals, too, that the store has from a later entry on. */
  readonly reachesBack?: boolean;
  /** How often this machine is measured, into the store; absent, it is not. */
  readonly measureEveryMs?: number;
  /** What the store is held to while this collects; absent, nothing is removed. */
  readonly keep?: KeepLimits;
};
