import type { Readable } from "node:stream";
import { findProgram } from "../command/find-program.js";

/** How a run of journalctl ended, with the end of what it said on standard error. */
export type JournalctlEnd = {
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly said: string;
};

export type Journalctl = {
  /** Standard output as bytes. While nobody reads it, journalctl waits. */
  readonly output: Readable;
  /** Resolves when the process is gone and its output was read or given up. */
  readonly end: Promise<JournalctlEnd>;
  readonly stop: () => void;
};

const SAID_CHARACTERS = 4_096;
const GRACE_MS = 1_000;
/** A question is answered from the journal's index in milliseconds; a hanging disk must not hang the screen. */
const QUESTION_MS = 10_000;

/** Whatever the user set must not change what journalctl prints. */
const ENVIRONMENT = { LC_ALL: "C", SYSTEMD_COLORS: "0", SYSTEMD_LOG_LEVEL: "info", SYSTEMD_LOG_TARGET: "console" };

export function hasJournalctl(): boolean {
  return findProgram("journalctl", process.env["PATH"]) !== undefined;
}

/** Starts journalctl to be read while it runs. */
export async function startJournalctl(flags: readonly string[]): Promise<Journalctl> {
  // Loaded here: most questions are answered without a process.
  const { execa } = await import("execa");
  const child = execa("journalctl", flags, {
    buffer: false,
    encoding: "buffer",
    reject: false,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    env: ENVIRONMENT,
    forceKillAfterDelay: GRACE_MS,
    // In a group of its own: Ctrl-C on our terminal is meant for us, and we stop it.
    detached: true,
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-SAID_CHARACTERS);
  });
  const end = new Promise<JournalctlEnd>((resolve) => {
    const { nodeChildProcess } = child;
    nodeChildProcess.once("close", (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined, said }),
    );
    // A program that could not even be started never closes.
    void child.then((result) => resolve({ code: result.exitCode, signal: result.signal, said }));
  });
  const stop = () => {
    child.kill();
    child.stdout.destroy();
  };
  return { output: child.stdout, end, stop };
}

/** Runs journalctl for a short answer. */
export async function askJournalctl(
  flags: readonly string[],
): Promise<JournalctlEnd & { readonly answer: Uint8Array }> {
  const { execa } = await import("execa");
  const result = await execa("journalctl", flags, {
    encoding: "buffer",
    reject: false,
    stdin: "ignore",
    env: ENVIRONMENT,
    stripFinalNewline: false,
    timeout: QUESTION_MS,
    maxBuffer: 4 * 1024 * 1024,
  });
  const said = new TextDecoder().decode(result.stderr);
  return { code: result.exitCode, signal: result.signal, said, answer: result.stdout };
}
