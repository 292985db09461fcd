import type { Micros } from "./time.js";

const STEP_STATES = ["planned", "waiting", "running", "done", "failed"] as const;
export type StepState = (typeof STEP_STATES)[number];

/**
 * One derivation of a build. `waiting` is for a lock, a machine or a build user; what was planned and never began stays
 * `planned`. A derivation that could not begin because one it needs failed is `failed` with a `cause`.
 */
export type BuildStep = {
  /** Store path of the derivation; its name where only that is known (old human output). */
  readonly drv: string;
  /** Name with version, as in `python3-3.12.8`. */
  readonly name: string;
  readonly state: StepState;
  /** stdenv's phase that runs, or that was the last to run. */
  readonly phase: string | undefined;
  /** Machine that builds it; undefined is this one. */
  readonly host: string | undefined;
  readonly startedAt: Micros | undefined;
  readonly endedAt: Micros | undefined;
  /** What was said of its failure, one line. */
  readonly error: string | undefined;
  /** Derivation whose failure kept this one from being built. */
  readonly cause: string | undefined;
  /** Derivations that it is known to need, as far as the log or the store tells. */
  readonly needs: readonly string[];
  /** The newest lines of its log, oldest first, without control characters of ours; at most some dozens. */
  readonly logTail: readonly string[];
  readonly logLines: number;
};

/** One store path being brought here. Bytes are undefined where nothing told. */
export type BuildFetch = {
  readonly path: string;
  readonly from: string | undefined;
  readonly state: StepState;
  readonly bytes: number | undefined;
  readonly expectedBytes: number | undefined;
  readonly startedAt: Micros | undefined;
  readonly endedAt: Micros | undefined;
  readonly error: string | undefined;
};

export type StepCounts = Readonly<Record<StepState, number>>;

/** What is known of one run of nix, complete at any moment: plain data, made by the reducer in `nix/`. */
export type BuildReport = {
  readonly steps: readonly BuildStep[];
  readonly fetches: readonly BuildFetch[];
  readonly counts: { readonly builds: StepCounts; readonly fetches: StepCounts };
  /** Errors that belong to no derivation (evaluation, daemon), whole texts, in order. */
  readonly errors: readonly string[];
  readonly warnings: number;
  /** Whether the stream has ended: nothing runs any more, whatever was never said to stop. */
  readonly isEnded: boolean;
};
