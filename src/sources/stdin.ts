import { fstatSync, type Stats } from "node:fs";
import { isatty, ReadStream } from "node:tty";
import { sourceId } from "../core/entry.js";
import { failed, type Fault, ok } from "../core/fault.js";
import type { SourceEvent, SourceKind } from "../core/ports.js";
import { type Bell, createBell } from "./stream/bell.js";
import { type ByteReader, readDescriptor, readReadable, readSocket } from "./stream/byte-reader.js";
import { streamEvents } from "./stream/stream-events.js";

const STDIN = 0;

/** What is piped in. Every run is a source of its own: what a pipe said yesterday is not continued today. */
export const stdin: SourceKind = {
  scheme: "stdin",
  summary: "what is piped into the program; also written -",
  example: "-",
  open(rest) {
    if (rest !== "" && rest !== "-") return Promise.resolve(failed(strayWords(rest)));
    const stat = statOfStdin();
    if (stat === undefined) return Promise.resolve(failed(CLOSED));
    return Promise.resolve(
      ok([{ id: sourceId(`stdin:#${runName()}`), label: "stdin", events: (signal) => events(stat, signal) }]),
    );
  },
};

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

function statOfStdin(): Stats | undefined {
  try {
    return fstatSync(STDIN);
  } catch {
    // Only EBADF is possible: the descriptor was closed by whoever started the program.
    return undefined;
  }
}

function events(stat: Stats, signal: AbortSignal): AsyncGenerator<SourceEvent> {
  const bell = createBell(signal);
  return streamEvents({ reader: readerOf(stat, bell), bell, signal, faultOf: readFault });
}

function readerOf(stat: Stats, bell: Bell): ByteReader {
  if (stat.isFIFO() || stat.isSocket()) return readSocket(STDIN, bell);
  return isatty(STDIN) ? readReadable(new ReadStream(STDIN), bell) : readDescriptor(STDIN, bell, () => {});
}

function readFault(cause: unknown): Fault {
  const why = cause instanceof Error ? cause.message : String(cause);
  return { code: "not-readable", message: `standard input cannot be read: ${why}`, hint: "pipe something in", cause };
}
