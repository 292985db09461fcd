import { fstatSync, type Stats } from "node:fs";
import { isatty, ReadStream } from "node:tty";
import { sourceId } from "../../core/entry.js";
import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import type { Source, SourceEvent } from "../../core/ports.js";
import { errnoOf } from "../../lib/errno.js";
import { type Bell, createBell } from "./bell.js";
import { type ByteReader, readDescriptor, readReadable, readSocket } from "./byte-reader.js";
import { streamEvents } from "./stream-events.js";

const STDIN = 0;

export function openStdin(rest: string): Result<readonly Source[]> {
  if (rest !== "" && rest !== "-") return failed(strayWords(rest));
  const source = descriptorSource(STDIN);
  return source.ok ? ok([source.value]) : source;
}

/** What comes from an open descriptor: a pipe, a socket, a terminal, a file from its present position on. */
export function descriptorSource(fd: number): Result<Source> {
  const stat = statOf(fd);
  if (stat === undefined) return failed(CLOSED);
  return ok({ id: sourceId(`stdin:#${runName()}`), label: "stdin", events: (signal) => events(fd, stat, signal) });
}

const CLOSED: Fault = {
  code: "not-readable",
  message: "standard input is closed",
  hint: "pipe something in, as in: journalctl -f | logstream -",
};

function strayWords(rest: string): Fault {
  return { code: "usage", message: `stdin takes no argument, but got "${rest}"`, hint: "write - or stdin:" };
}

/** Start time and process: no two runs share it, and it says when it was. */
function runName(): string {
  const moment = new Date().toISOString().replace(/[-:]/g, "").slice(0, 15);
  return `${moment}-${process.pid}`;
}

function statOf(fd: number): Stats | undefined {
  try {
    return fstatSync(fd);
  } catch {
    // Only EBADF is possible: the descriptor was closed by whoever started the program.
    return undefined;
  }
}

async function* events(fd: number, stat: Stats, signal: AbortSignal): AsyncGenerator<SourceEvent> {
  const bell = createBell(signal);
  try {
    yield* streamEvents({ reader: readerOf(fd, stat, bell), bell, signal, faultOf: readFault });
  } catch (error) {
    // A descriptor that was closed in the meantime, or of a kind that Node cannot wait for.
    if (errnoOf(error) === undefined) throw error;
    yield { kind: "failed", fault: readFault(error), retryInMs: undefined };
  }
}

function readerOf(fd: number, stat: Stats, bell: Bell): ByteReader {
  if (stat.isFIFO() || stat.isSocket()) return readSocket(fd, bell);
  return isatty(fd) ? readReadable(new ReadStream(fd), bell) : readDescriptor(fd, bell, () => {});
}

function readFault(cause: unknown): Fault {
  const why = cause instanceof Error ? cause.message : String(cause);
  return { code: "not-readable", message: `standard input cannot be read: ${why}`, hint: "pipe something in", cause };
}
