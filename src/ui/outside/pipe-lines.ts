import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import type { LogEntry } from "../../core/entry.js";
import { visible } from "../../lib/visible.js";
import type { Environment } from "../terminal/abilities.js";

/** The command is a word of this shell, what the log says only ever its input. */
const SHELL = "/bin/sh";
/** Prints its argument and waits for Enter, from the terminal itself: standard input may be a log. */
const WAIT = 'printf "%s" "$1" >/dev/tty; IFS= read -r line </dev/tty';

/** How the command ended: its exit code, or the signal's name. */
export type PipeEnd = { readonly status: number | string; readonly lines: number };

/**
 * Runs a command of the shell with the lines as its input, on the terminal, which must have been lent; what it printed
 * stays until Enter is pressed. A command that ends before it has read all is as good as any.
 */
export async function pipeLines(
  entries: AsyncIterable<readonly LogEntry[]>,
  lineOf: (entry: LogEntry) => string,
  { command, environment }: { readonly command: string; readonly environment: Environment },
): Promise<PipeEnd> {
  const child = spawn(SHELL, ["-c", command], { stdio: ["pipe", "inherit", "inherit"], env: { ...environment } });
  const ended = endOf(child);
  // A reader that has gone ends the writing below; nothing else can go wrong with a pipe.
  child.stdin.on("error", () => undefined);
  const lines = await feed(entries, lineOf, child.stdin, ended);
  const status = await ended;
  const waiting = spawn(SHELL, ["-c", WAIT, "sh", endText(command, status)], { stdio: "ignore" });
  await endOf(waiting);
  return { status, lines };
}

function endOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal ?? 0));
  });
}

/** Writes until all is written or the command has ended. */
async function feed(
  entries: AsyncIterable<readonly LogEntry[]>,
  lineOf: (entry: LogEntry) => string,
  input: Writable,
  ended: Promise<unknown>,
): Promise<number> {
  const end = new AbortController();
  const stop = (): void => end.abort();
  ended.then(stop, stop);
  const { signal } = end;
  let lines = 0;
  for await (const batch of entries) {
    const isTaken = input.write(batch.map((entry) => `${lineOf(entry)}\n`).join(""));
    lines += batch.length;
    if (!isTaken) await once(input, "drain", { signal }).catch(() => undefined);
    if (signal.aborted || input.destroyed) break;
  }
  input.end();
  return lines;
}

function endText(command: string, status: number | string): string {
  const how = typeof status === "number" ? `exit code ${status}` : status;
  return `\r\n[${visible(command)}: ${how}; Enter goes back to the log] `;
}
