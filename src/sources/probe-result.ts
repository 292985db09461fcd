import type { Fault } from "../core/fault.js";

/** One source of this machine: whether it is watched when the user names none, and what stands in the way. */
export type Probe = {
  readonly spec: string;
  /** Whether `logstream` without sources opens it. */
  readonly chosen: boolean;
  /** One line for people: what can be read, or why it is left out. */
  readonly summary: string;
  /** What is missing and how to mend it; also beside a source that can be read in part. */
  readonly fault: Fault | undefined;
};
