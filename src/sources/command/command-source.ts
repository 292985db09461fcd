import { sourceId } from "../../core/entry.js";
import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import type { Source, SourceEvent } from "../../core/ports.js";
import { type CommandLine, commandLineOf } from "./command-line.js";
import { findProgram } from "./find-program.js";
import { type Exit, startProcessGroup } from "./process-group.js";
import { createBell, isAborted } from "../stream/bell.js";
import { readReadable } from "../stream/byte-reader.js";
import { streamEvents } from "../stream/stream-events.js";

export function openCommand(rest: string): Result<readonly Source[]> {
  const text = rest.trim();
  const command = commandLineOf(text);
  if (!command.ok) return command;
  const missing = missingProgram(command.value);
  if (missing !== undefined) return failed(missing);
  return ok([
    { id: sourceId(`exec:${text}`), label: text, events: (signal) => events(command.value.argv, text, signal) },
  ]);
}

function missingProgram({ argv, isShell }: CommandLine): Fault | undefined {
  const [program] = argv;
  if (isShell || findProgram(program, process.env["PATH"]) !== undefined) return undefined;
  const hint = program.includes("/")
    ? "check that the file exists and may be run"
    : "install it, or give its full path";
  return { code: "missing-program", message: `there is no program "${program}"`, hint };
}

async function* events(argv: readonly string[], text: string, signal: AbortSignal): AsyncGenerator<SourceEvent> {
  if (signal.aborted) return;
  const group = startProcessGroup(argv);
  // Not in the `finally` alone: a reader that stopped pulling must not keep the command alive.
  signal.addEventListener("abort", group.stop, { once: true });
  const bell = createBell(signal);
  const reader = readReadable(group.output, bell);
  let hasEnded = false;
  try {
    yield* streamEvents({ reader, bell, signal, faultOf: (cause) => lost(text, cause) });
    hasEnded = !isAborted(signal);
    const fault = hasEnded ? faultOfExit(text, await group.exit) : undefined;
    if (fault !== undefined) yield { kind: "failed", fault, retryInMs: undefined };
  } finally {
    signal.removeEventListener("abort", group.stop);
    if (!hasEnded) group.stop();
    await group.exit;
  }
}

function lost(text: string, cause: unknown): Fault {
  return { code: "source-died", message: `the output of "${text}" was lost`, hint: "start it again", cause };
}

function faultOfExit(text: string, { code, signal }: Exit): Fault | undefined {
  if (code === 0) return undefined;
  const end = code === undefined ? `was killed by ${signal ?? "an unknown signal"}` : `ended with exit code ${code}`;
  return { code: "source-died", message: `"${text}" ${end}`, hint: "its last lines above may say why" };
}
