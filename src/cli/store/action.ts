import type { Fault, Result } from "../../core/fault.js";
import type { KeptStore } from "../../store/keeping/kept-store.js";
import type { Invocation } from "../command.js";
import type { ExitCode } from "../exit-code.js";

/** One thing that `logstream store` does with a store that is there. */
export type StoreAction = {
  /** Whether it changes the store: nothing does that with an archive. */
  readonly changes: boolean;
  run(invocation: Invocation, store: KeptStore): Promise<Result<ExitCode>>;
};

/** The version of the JSON documents of `logstream store`. */
export const STORE_JSON_VERSION = 1;

/** Whether `-o` asks for JSON. */
export function wantsJson({ settings }: Invocation): boolean {
  return settings.json || settings.output === "json" || settings.output === "ndjson";
}

/** What a generator of results gives until the first that failed. */
export async function eachOf<Value>(
  steps: Iterable<Result<Value>>,
  take: (value: Value) => void,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  for (const step of steps) {
    if (!step.ok) return step.fault;
    take(step.value);
    if (signal.aborted) return undefined;
    // Others have a turn: signals, and commits of whoever collects in this machine's other processes.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return undefined;
}
