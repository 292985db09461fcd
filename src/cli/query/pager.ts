import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type Result, ok } from "../../core/fault.js";
import { findProgram } from "../../sources/command/find-program.js";
import type { Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import type { Shell } from "../shell.js";

type Answer = (invocation: Invocation) => Promise<Result<number>>;

/**
 * Gives the answer through a pager, as journalctl does: where stdout is a terminal and a pager can be found. Whoever
 * leaves it has seen enough: the rest is not looked for, and that is no failure.
 */
export async function withPager(invocation: Invocation, answer: Answer): Promise<Result<number>> {
  const { shell, settings } = invocation;
  const command = shell.stdout.isTTY && !settings.noPager ? await pagerCommand(shell.environment) : undefined;
  if (command === undefined) return answer(invocation);
  const pager = startPager(command, shell, settings.pagerEnd);
  const answered = await answer({ ...invocation, shell: pager.shell });
  const wasLeft = pager.shell.signal.aborted && !shell.signal.aborted;
  await pager.ended();
  return answered.ok && wasLeft ? ok(ExitCode.done) : answered;
}

/**
 * A line of shell: $LOGSTREAM_PAGER, $PAGER, less, or more. Undefined for none: a variable that is empty or says cat, or a
 * program that is not there. Who has become root by sudo gets less alone, in its secure mode: a variable of the
 * environment must not run a program as root, nor a key of the pager a shell.
 */
export async function pagerCommand(environment: Shell["environment"]): Promise<string | undefined> {
  if (environment["TERM"] === "dumb") return undefined;
  const wished = isElevated(environment) ? undefined : (environment["LOGSTREAM_PAGER"] ?? environment["PAGER"]);
  if (wished !== undefined) {
    const [program = ""] = wished.trim().split(/\s+/);
    if (program === "" || program === "cat") return undefined;
    if (program.includes("=") || findProgram(program, environment["PATH"]) !== undefined) return wished;
  }
  for (const name of isElevated(environment) ? ["less"] : ["less", "more"]) {
    if (findProgram(name, environment["PATH"]) !== undefined) return name;
  }
  return undefined;
}

function isElevated({ SUDO_UID: uid }: Shell["environment"]): boolean {
  return uid !== undefined && uid !== "0" && process.geteuid?.() === 0;
}

type Pager = { readonly shell: Shell; ended(): Promise<void> };

function startPager(command: string, outer: Shell, atEnd: boolean): Pager {
  const env = { ...outer.environment, ...lessVariables(outer.environment, atEnd) };
  const child = spawn("/bin/sh", ["-c", command], { stdio: ["pipe", "inherit", "inherit"], env });
  const left = new AbortController();
  const leave = (): void => left.abort("closed");
  // A pager that is left in the middle closes the pipe under our hands.
  child.stdin.on("error", leave);
  const closed = once(child, "close").then(leave, leave);
  const stdout = asTerminal(child, outer);
  const signal = AbortSignal.any([outer.signal, left.signal]);
  // What is said meanwhile stands among the lines: on the terminal it would be drawn over.
  const shell: Shell = {
    environment: outer.environment,
    stdin: outer.stdin,
    stdout,
    stderr: outer.stderr.isTTY ? stdout : outer.stderr,
    signal,
    takeSignals: outer.takeSignals,
    leaveSignals: outer.leaveSignals,
  };
  return {
    shell,
    ended: () => {
      child.stdin.end();
      return closed;
    },
  };
}

/**
 * Options as git and systemd give them: end when all fits on one screen (F), keep colours (R), cut long lines (S), leave
 * the lines on the terminal (X), say little (M), end on Ctrl-C (K). $LOGSTREAM_LESS takes their place.
 */
function lessVariables(environment: Shell["environment"], atEnd: boolean): Readonly<Record<string, string>> {
  const options = environment["LOGSTREAM_LESS"] ?? "FRSXMK";
  return {
    LESS: atEnd ? `${options} +G` : options,
    LESSCHARSET: environment["LESSCHARSET"] ?? "utf-8",
    ...(isElevated(environment) && { LESSSECURE: "1" }),
  };
}

/** The way into the pager is as wide and as colourful as the terminal behind it. */
function asTerminal({ stdin }: ChildProcess, { stdout: { columns, rows } }: Shell): Shell["stdout"] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody who writes lines asks a stream for more
  return Object.assign(stdin ?? {}, { isTTY: true, columns, rows, fd: 1 }) as unknown as Shell["stdout"];
}
