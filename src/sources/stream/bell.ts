/**
 * Wakes one waiting loop from callbacks (a watcher, a socket, an abort). A ring that nobody waits for is kept for the
 * next wait, so nothing is missed between looking and waiting.
 */
export type Bell = {
  readonly ring: () => void;
  /** Resolves at a ring, at the abort of the signal, or after the time (undefined: never by itself). One waiter only. */
  readonly wait: (timeoutMs: number | undefined) => Promise<"rung" | "timeout">;
  readonly close: () => void;
};

export function createBell(signal: AbortSignal): Bell {
  let rung = false;
  let wake: (() => void) | undefined;

  const ring = () => {
    rung = true;
    wake?.();
  };
  signal.addEventListener("abort", ring);

  const wait = (timeoutMs: number | undefined): Promise<"rung" | "timeout"> => {
    if (rung || signal.aborted) {
      rung = false;
      return Promise.resolve("rung");
    }
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => done("timeout"), timeoutMs);
      const done = (why: "rung" | "timeout") => {
        clearTimeout(timer);
        wake = undefined;
        rung = false;
        resolve(why);
      };
      wake = () => done("rung");
    });
  };

  return { ring, wait, close: () => signal.removeEventListener("abort", ring) };
}

/** Asks anew: after a check of `signal.aborted` the compiler takes it for unchanged, across every `await`. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
