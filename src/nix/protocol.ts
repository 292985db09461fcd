/** Numbers of the internal-json protocol (nix, `src/libutil/include/nix/util/logging.hh`). 100 to 109 mean other things in a result. */
export const ActivityType = {
  copyPath: 100,
  fileTransfer: 101,
  realise: 102,
  copyPaths: 103,
  builds: 104,
  build: 105,
  substitute: 108,
  postBuildHook: 110,
  buildWaiting: 111,
} as const;

export const ResultType = {
  logLine: 101,
  phase: 104,
  progress: 105,
  expected: 106,
  hookLine: 107,
  fetchStatus: 108,
} as const;

/**
 * Names an activity within its stream: the decimal digits of a u64 (pid * 2^32 + counter), which may lie beyond what a
 * number holds. The same ids come again in another stream, and in one stream when nix runs twice.
 */
export type ActivityId = string;

export type ActivityField = string | number;

/** What one line of the protocol says. Numbers that are not known here are kept: they may name things of a newer nix. */
export type NixEvent =
  | {
      readonly kind: "start";
      readonly id: ActivityId;
      /** Undefined at the top, and before nix 2.18. */
      readonly parent: ActivityId | undefined;
      readonly level: number;
      readonly activity: number;
      readonly text: string;
      readonly fields: readonly ActivityField[];
    }
  | { readonly kind: "stop"; readonly id: ActivityId }
  | { readonly kind: "log-line"; readonly id: ActivityId; readonly text: string; readonly isHook: boolean }
  | { readonly kind: "phase"; readonly id: ActivityId; readonly phase: string }
  | ({ readonly kind: "progress"; readonly id: ActivityId } & Progress)
  /** How much of an activity type is still to come; `amount` in bytes for transfers. */
  | { readonly kind: "expected"; readonly id: ActivityId; readonly activity: number; readonly amount: number }
  | { readonly kind: "status"; readonly id: ActivityId; readonly text: string }
  | {
      readonly kind: "message";
      readonly level: number;
      readonly text: string;
      readonly raw: string | undefined;
      readonly file: string | undefined;
      readonly line: number | undefined;
      readonly column: number | undefined;
      /** What led to an error, outermost last, with `--show-trace`. */
      readonly trace: readonly string[];
    };

/** For builds and copies these count things, for transfers bytes. */
export type Progress = {
  readonly done: number;
  readonly expected: number;
  readonly running: number;
  readonly failed: number;
};

/** A line of the protocol, one whose action, type or number is not known here, or one that is not of it at all. */
export type Decoded = NixEvent | "unknown" | "malformed";
