import { once } from "node:events";
import type { Fault } from "../core/fault.js";
import { visible } from "../lib/visible.js";

/** The shell that started us, as the commands see it: given by `main.ts`. */
export type Shell = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream & { readonly fd: 1 };
  readonly stderr: NodeJS.WriteStream;
  /** Aborts when the user interrupts or the reader of stdout goes away. */
  readonly signal: AbortSignal;
  /**
   * From now on signals that ask the program to end, and some others, are given to `take` instead of aborting `signal`,
   * until the returned function is called.
   */
  readonly takeSignals: (take: (signal: NodeJS.Signals) => void) => () => void;
  /** From now on the kernel ends the program on Ctrl-C and the like, until the returned function is called. */
  readonly leaveSignals: () => () => void;
};

/** False once the reader of stdout has gone. An interrupted program still has its last words to say. */
export function hasReader({ signal }: Pick<Shell, "signal">): boolean {
  return !signal.aborted || signal.reason !== "closed";
}

/** Writes and waits while the reader is slower than we are; a reader that has gone ends the wait. */
export async function write(shell: Shell, text: string): Promise<void> {
  if (text === "" || !hasReader(shell)) return;
  if (shell.stdout.write(text)) return;
  await once(shell.stdout, "drain", { signal: shell.signal }).catch(() => undefined);
}

/** Settles when the signal has aborted, also when that was before. */
export function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** What is good to know and no fault; nothing with --quiet. */
export function sayNote(
  { shell, settings }: { readonly shell: Pick<Shell, "stderr">; readonly settings: { readonly quiet: boolean } },
  words: string,
): void {
  if (!settings.quiet) shell.stderr.write(`logstream: ${visible(words)}\n`);
}

/** Two lines: what, and what to do. */
export function sayFault(shell: Pick<Shell, "stderr">, fault: Fault): void {
  shell.stderr.write(`logstream: ${visible(fault.message)}\n  ${visible(fault.hint)}\n`);
}
