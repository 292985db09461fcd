import { once } from "node:events";
import type { Fault } from "../core/fault.js";
import { visible } from "../lib/visible.js";

/** The process's outer world, as the commands see it: given by `main.ts`, replaced by none. */
export type Console = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Aborts when the user interrupts or the reader of stdout goes away. */
  readonly signal: AbortSignal;
};

/** Writes and waits while the reader is slower than we are; a reader that has gone ends the wait. */
export async function write(console: Console, text: string): Promise<void> {
  if (text === "" || console.signal.aborted) return;
  if (console.stdout.write(text)) return;
  await once(console.stdout, "drain", { signal: console.signal }).catch(() => undefined);
}

/** Two lines: what, and what to do. */
export function sayFault(console: Pick<Console, "stderr">, fault: Fault): void {
  console.stderr.write(`logstream: ${visible(fault.message)}\n  ${visible(fault.hint)}\n`);
}
