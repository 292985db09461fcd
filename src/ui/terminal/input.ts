import { Readable } from "node:stream";
import type { ReadStream } from "node:tty";

import { createInputFilter, type TerminalEvent } from "./input-filter.js";

/** What Ink takes for its keyboard. */
type InkInput = Readable & {
  readonly isTTY: true;
  readonly setRawMode: (isRaw: boolean) => void;
  readonly ref: () => void;
  readonly unref: () => void;
};

/** The keyboard, without what the terminal itself has to say. */
export type Input = {
  /** The `stdin` for Ink. */
  readonly stdin: InkInput;
  /** Called for what the terminal tells; the function it gives takes the listener off. */
  readonly onEvent: (listener: (event: TerminalEvent) => void) => () => void;
  /** Begins to read, key by key. */
  readonly resume: () => void;
  /** Hands the keyboard to another program, at once: nothing is read, keys are lines again. */
  readonly pause: () => void;
};

/** An escape alone is a key, and Ink waits for another 20 ms before it believes it; nobody types the rest. */
const WAIT_MS = { escape: 8, sequence: 60 } as const;

/** Reads keys from a terminal: `process.stdin`, or `/dev/tty` where that is a pipe. Paused at first. */
export function createInput(terminal: ReadStream): Input {
  const filter = createInputFilter();
  const listeners = new Set<(event: TerminalEvent) => void>();
  let timer: NodeJS.Timeout | undefined;

  const deliver = (text: string): void => {
    if (text !== "") stdin.push(text);
  };
  const onData = (data: string | Buffer): void => {
    clearTimeout(timer);
    const { typed, events } = filter.push(data.toString());
    deliver(typed);
    for (const event of events) for (const listener of listeners) listener(event);
    const held = filter.held();
    if (held !== "nothing") timer = setTimeout(() => deliver(filter.flush()), WAIT_MS[held]);
  };
  // A terminal that has gone can neither be read nor set; a signal, which ends the program, says so too.
  terminal.on("error", ignoreError);
  // Characters may be cut in two by the pipe: the decoder of the stream keeps their halves.
  terminal.setEncoding("utf8");
  const stdin: InkInput = Object.assign(new Readable({ encoding: "utf8", read: () => undefined }), {
    isTTY: true as const,
    // Keys are raw from `resume` to `pause`, whatever Ink's components come and go.
    setRawMode: () => undefined,
    ref: () => void terminal.ref(),
    unref: () => void terminal.unref(),
  });

  return {
    stdin,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    resume: () => {
      terminal.setRawMode(true);
      terminal.off("data", onData);
      terminal.on("data", onData);
      terminal.resume();
    },
    pause: () => {
      terminal.off("data", onData);
      terminal.pause();
      if (!terminal.destroyed) terminal.setRawMode(false);
    },
  };
}

function ignoreError(): void {
  // Nothing is left to read from.
}
