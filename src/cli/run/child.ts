import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { closeSync } from "node:fs";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import type { Fault } from "../../core/fault.js";
import { type Bell, createBell } from "../../sources/stream/bell.js";
import { type ByteReader, readReadable, readSocket } from "../../sources/stream/byte-reader.js";
import { terminalTie } from "./controlling-terminal.js";
import { openPipes, type Pipe } from "./pipe.js";

/** How a command ended, as a shell would put it into `$?`. */
export type ChildEnd = { readonly exitCode: number; readonly signal: NodeJS.Signals | undefined };

/** What a command writes, and what rings when there is something. */
export type ChildOutput = { readonly reader: ByteReader; readonly bell: Bell };

export type Child = {
  readonly stdout: ChildOutput;
  readonly stderr: ChildOutput;
  readonly end: Promise<ChildEnd | NotStarted>;
  /** Passes a signal on to whom it would have gone without us. */
  readonly signal: (signal: NodeJS.Signals) => void;
};

/** There is no such program, or it may not be run; the exit code is the shells'. */
export type NotStarted = { readonly exitCode: 126 | 127; readonly fault: Fault };

export type Command = {
  readonly argv: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/**
 * Starts a command with our standard input and with pipes for its outputs.
 *
 * On a terminal it stays in our process group, which is the terminal's foreground: it may read the terminal (sudo's
 * password), and Ctrl-C, Ctrl-\ and Ctrl-Z reach it and us by themselves. Without a terminal it gets a group, and a
 * session, of its own, to which signals are passed on as a whole.
 */
export function startChild({ argv: [program, ...args], environment }: Command): Child {
  const isOnTerminal = terminalTie() !== "none";
  const pipes = openPipes(2);
  const stdio: StdioOptions = ["inherit", pipes?.[0]?.writing ?? "pipe", pipes?.[1]?.writing ?? "pipe"];
  const child = spawn(program, args, { stdio, env: { ...environment }, detached: !isOnTerminal });
  const { signal: never } = new AbortController();
  const output = (pipe: Pipe | undefined, stream: Readable | null): ChildOutput => {
    const bell = createBell(never);
    if (pipe === undefined) return { bell, reader: stream === null ? NOTHING : readReadable(stream, bell) };
    // While we had it open ourselves the end of the output would never come.
    closeSync(pipe.writing);
    return { bell, reader: readSocket(pipe.reading, bell) };
  };
  return {
    stdout: output(pipes?.[0], child.stdout),
    stderr: output(pipes?.[1], child.stderr),
    end: endOf(child, program),
    signal: (signal) => pass(child, signal, isOnTerminal),
  };
}

const NOTHING: ByteReader = { take: () => "ended", trouble: () => undefined, close: () => undefined };

function endOf(child: ChildProcess, program: string): Promise<ChildEnd | NotStarted> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      // Also a signal that could not be sent ends up here; then the command runs.
      if (child.pid === undefined) resolve(notStarted(program, error));
    });
    child.once("exit", (code, signal) => {
      const exitCode = signal === null ? (code ?? 0) : 128 + constants.signals[signal];
      resolve({ exitCode, signal: signal ?? undefined });
    });
  });
}

function notStarted(program: string, error: NodeJS.ErrnoException): NotStarted {
  if (error.code === "ENOENT") {
    const hint = program.includes("/") ? "check the path" : "install it, or give its full path";
    const fault: Fault = { code: "missing-program", message: `there is no program '${program}'`, hint, cause: error };
    return { exitCode: 127, fault };
  }
  const message = `'${program}' cannot be run: ${error.message}`;
  const fault: Fault = { code: "no-permission", message, hint: "check that it may be executed", cause: error };
  return { exitCode: 126, fault };
}

/** The terminal has sent these to the command already, when we are in its foreground. */
const FROM_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGQUIT", "SIGWINCH"]);

function pass(child: ChildProcess, signal: NodeJS.Signals, isOnTerminal: boolean): void {
  if (child.pid === undefined) return;
  if (isOnTerminal && FROM_TERMINAL.has(signal) && terminalTie() === "foreground") return;
  try {
    process.kill(isOnTerminal ? child.pid : -child.pid, signal);
  } catch {
    // ESRCH: it has just ended. EPERM: it has become somebody else (sudo), who may not be signalled.
  }
}
