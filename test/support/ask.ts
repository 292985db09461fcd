import { readFileSync } from "node:fs";
import { Writable } from "node:stream";
import process from "node:process";
import { runProgram } from "../../src/cli/program.js";
import type { Shell } from "../../src/cli/shell.js";
import { type Ended, environmentOf, type Home, ROOT, type StartOptions } from "./program.js";

/** The place and the environment belong to the whole process: one question at a time has them. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Asks the program something in this process: everything but its start, which costs far more than most answers. For what
 * ends by itself and reads no standard input; signals, pipes and terminals are for `run` and `start`.
 */
export async function ask(
  home: Home,
  args: readonly string[],
  options: Pick<StartOptions, "env"> = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await inTurn(home, args, options);
  return { code, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** What the program writes to its standard output, to the byte; asked as by `ask`. */
export async function askForBytes(home: Home, args: readonly string[]): Promise<Buffer> {
  return (await inTurn(home, args)).stdout;
}

type Answer = { readonly code: number; readonly stdout: Buffer; readonly stderr: Buffer };

function inTurn(home: Home, args: readonly string[], { env }: Pick<StartOptions, "env"> = {}): Promise<Answer> {
  const asked = turn.then(() => inPlaceOf(home, environmentOf(home, env), () => answer(args)));
  turn = asked.catch(() => undefined);
  return asked;
}

const VERSION = String(Reflect.get(JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as object, "version"));

async function answer(args: readonly string[]): Promise<Answer> {
  const stdout = heard({ fd: 1 });
  const stderr = heard({ fd: 2 });
  const shell: Shell = {
    environment: { ...process.env },
    get stdin(): never {
      throw new Error("standard input is not asked here: start a process for it");
    },
    stdout: stdout.stream as unknown as Shell["stdout"],
    stderr: stderr.stream as unknown as Shell["stderr"],
    signal: new AbortController().signal,
    takeSignals: () => () => undefined,
    leaveSignals: () => () => undefined,
  };
  const code = await runProgram(args, shell, VERSION);
  return { code, stdout: stdout.bytes(), stderr: stderr.bytes() };
}

/** A stream that is no terminal and keeps what is written to it. */
function heard(what: { readonly fd: number }): { readonly stream: Writable; readonly bytes: () => Buffer } {
  const written: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, what), bytes: () => Buffer.concat(written) };
}

async function inPlaceOf<Done>(
  home: Home,
  environment: Readonly<Record<string, string>>,
  work: () => Promise<Done>,
): Promise<Done> {
  const before = { folder: process.cwd(), environment: { ...process.env } };
  process.chdir(home.path);
  become(environment);
  try {
    return await work();
  } finally {
    become(before.environment);
    process.chdir(before.folder);
  }
}

function become(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(environment, name)) delete process.env[name];
  Object.assign(process.env, environment);
}
