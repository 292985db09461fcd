import { PassThrough } from "node:stream";
import { runProgram } from "../../src/cli/program.js";
import type { Shell } from "../../src/cli/shell.js";
import { environmentOf, type Home } from "./program.js";

export type Said = { readonly code: number; readonly stdout: string; readonly stderr: string; readonly bytes: Buffer };

/** The program's own code on these arguments, without the start of a process: for tables of many questions. */
export async function runInThread(home: Home, args: readonly string[]): Promise<Said> {
  const [stdout, stderr] = [collected(), collected()];
  const shell = {
    environment: environmentOf(home),
    stdin: new PassThrough(),
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: new AbortController().signal,
    takeSignals: () => () => undefined,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- streams that are no terminal are all that is asked for
  const code = await runProgram(args, shell as unknown as Shell, "test");
  const bytes = stdout.bytes();
  return { code, stdout: bytes.toString(), stderr: stderr.bytes().toString(), bytes };
}

function collected(): { readonly stream: PassThrough; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return { stream, bytes: () => Buffer.concat(chunks) };
}
