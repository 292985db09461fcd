import { errnoOf } from "../../lib/errno.js";
import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { WriteStream } from "node:tty";

import type { Size } from "./compose.js";

/** The way to the terminal. */
export type Output = {
  readonly size: () => Size;
  /** Writes without ever waiting; false when the terminal is behind, and `onDrain` will say when it has caught up. */
  readonly write: (text: string) => boolean;
  /** Drops what has not been written and writes this at once, waiting a moment if it must. For leaving. */
  readonly writeNow: (text: string) => void;
  readonly onDrain: (listener: () => void) => () => void;
  readonly onResize: (listener: () => void) => () => void;
  readonly close: () => void;
};

/** `process.stdout` where it is a terminal; its descriptor is 1 unless it says another. */
export type TerminalStream = WriteStream & { readonly fd?: number };

const RETRY_MS = 4;
const PATIENCE_MS = 250;

/**
 * Output to a terminal of its own opening. Node's streams block on terminals: while a slow one takes a frame no key is
 * read. This one does not, and knows what it still owes, so that leaving can drop half a frame. Where the terminal cannot
 * be opened again, as after a change of user, its given descriptor is used and does block.
 */
export function openOutput(stream: TerminalStream): Output {
  const given = stream.fd ?? 1;
  const descriptor = openAgain(given);
  const drains = new Set<() => void>();
  let owed: Buffer | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isLost = false;

  /** What the terminal would not take, undefined if it took all. */
  const attempt = (data: Buffer): Buffer | undefined => {
    try {
      const written = writeSync(descriptor ?? given, data);
      return written < data.length ? data.subarray(written) : undefined;
    } catch (error) {
      if (isBusy(error)) return data;
      // The terminal is gone; a signal says so too, and ends the program.
      isLost = true;
      return undefined;
    }
  };
  const retry = (): void => {
    timer = undefined;
    if (owed !== undefined) owed = attempt(owed);
    if (owed !== undefined) timer = setTimeout(retry, RETRY_MS);
    else for (const listener of drains) listener();
  };

  return {
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
    write: (text) => {
      if (isLost) return true;
      const data = Buffer.from(text);
      owed = owed === undefined ? attempt(data) : Buffer.concat([owed, data]);
      if (owed !== undefined) timer ??= setTimeout(retry, RETRY_MS);
      return owed === undefined;
    },
    writeNow: (text) => {
      owed = undefined;
      let rest: Buffer | undefined = isLost ? undefined : Buffer.from(text);
      for (const until = Date.now() + PATIENCE_MS; rest !== undefined && Date.now() < until;) {
        rest = attempt(rest);
        if (rest !== undefined) pause(RETRY_MS);
      }
    },
    onDrain: (listener) => subscribe(drains, listener),
    onResize: (listener) => {
      stream.on("resize", listener);
      return () => void stream.off("resize", listener);
    },
    close: () => {
      clearTimeout(timer);
      owed = undefined;
      isLost = true;
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

function openAgain(given: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${given}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
}

function isBusy(error: unknown): boolean {
  const code = errnoOf(error);
  return code === "EAGAIN" || code === "EINTR";
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function subscribe(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
