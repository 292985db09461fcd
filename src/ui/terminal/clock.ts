/** Time and timers, given so that tests need not wait. */
export type Timers = {
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  /** Calls back after so many milliseconds; the function it gives calls that off. */
  readonly after: (ms: number, callback: () => void) => () => void;
};

/**
 * The heartbeat of the screen. Any number of requests become one frame, frames are never closer than the rate allows, and
 * without a request there is none. A frame has two beats: `update`, in which news are put into the state, and `paint`, a
 * turn of the event loop later, when React has drawn what the update changed.
 */
export type FrameClock = {
  /** There is news: a frame with an update to come is wanted. */
  readonly request: () => void;
  /** Something looks different: a paint to come is wanted, the one of a frame under way will do. */
  readonly requestPaint: () => void;
  /** Called at each frame before it is painted; the function it gives takes the listener off. */
  readonly onUpdate: (listener: () => void) => () => void;
  readonly onPaint: (listener: () => void) => () => void;
  /** No frames until `start`; requests are remembered. */
  readonly stop: () => void;
  readonly start: () => void;
};

const systemTimers: Timers = {
  now: () => performance.now(),
  after: (ms, callback) => {
    if (ms <= 0) {
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    }
    const timeout = setTimeout(callback, ms);
    return () => clearTimeout(timeout);
  },
};

/** A clock of at most so many frames a second; the first request after a rest is served at once. */
export function createFrameClock(framesPerSecond: number, timers: Timers = systemTimers): FrameClock {
  const interval = 1000 / framesPerSecond;
  const updates = new Set<() => void>();
  const paints = new Set<() => void>();
  let last = Number.NEGATIVE_INFINITY;
  let isWanted = false;
  let isRunning = true;
  let cancel: (() => void) | undefined;
  let beat: "rest" | "waiting" | "updated" = "rest";

  const paint = (): void => {
    cancel = undefined;
    beat = "rest";
    for (const listener of paints) listener();
    schedule();
  };
  const update = (): void => {
    isWanted = false;
    last = timers.now();
    beat = "updated";
    cancel = timers.after(0, paint);
    for (const listener of updates) listener();
  };
  const schedule = (): void => {
    if (!isRunning || !isWanted || beat !== "rest") return;
    beat = "waiting";
    cancel = timers.after(last + interval - timers.now(), update);
  };
  const request = (): void => {
    isWanted = true;
    schedule();
  };

  return {
    request,
    requestPaint: () => {
      if (beat !== "updated") request();
    },
    onUpdate: (listener) => subscribe(updates, listener),
    onPaint: (listener) => subscribe(paints, listener),
    stop: () => {
      isRunning = false;
      isWanted ||= beat !== "rest";
      cancel?.();
      cancel = undefined;
      beat = "rest";
    },
    start: () => {
      isRunning = true;
      schedule();
    },
  };
}

function subscribe(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
