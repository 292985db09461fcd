import { closeSync, constants, openSync, type Stats } from "node:fs";
import { realpath } from "node:fs/promises";
import { isatty, ReadStream } from "node:tty";
import type { Fault } from "../../core/fault.js";
import type { SourceEvent } from "../../core/ports.js";
import { type Bell, createBell } from "../stream/bell.js";
import { type ByteReader, readDescriptor, readReadable, readSocket } from "../stream/byte-reader.js";
import { streamEvents } from "../stream/stream-events.js";

type DeviceOptions = { readonly stat: Stats; readonly follow: boolean; readonly signal: AbortSignal };

/** What comes out of a FIFO or a character device. It cannot be read again, so there is no resume. */
export async function* readDevice(path: string, options: DeviceOptions): AsyncGenerator<SourceEvent> {
  const { stat, follow, signal } = options;
  const holdsOpen = follow && stat.isFIFO() && !(await isAnonymous(path));
  const fd = openWithoutWaiting(path, holdsOpen);
  const bell = createBell(signal);
  const faultOf = (cause: unknown): Fault => lost(path, cause);
  yield* streamEvents({ reader: readerOf(fd, stat, bell), bell, signal, faultOf });
}

/**
 * Opened for reading only, a FIFO ends whenever its last writer leaves. Opened for writing too, it stays for the next
 * one: what following means.
 */
function openWithoutWaiting(path: string, holdsOpen: boolean): number {
  return openSync(
    path,
    (holdsOpen ? constants.O_RDWR : constants.O_RDONLY) | constants.O_NONBLOCK | constants.O_NOCTTY,
  );
}

/** The pipe of a process substitution (/dev/fd/63) ends with its process and has no name for another writer. */
async function isAnonymous(path: string): Promise<boolean> {
  const target = await realpath(path).catch(() => path);
  return target.startsWith("/proc/") || target.includes("pipe:[");
}

function readerOf(fd: number, stat: Stats, bell: Bell): ByteReader {
  if (stat.isFIFO()) return readSocket(fd, bell);
  return isatty(fd) ? readReadable(new ReadStream(fd), bell) : readDescriptor(fd, bell, () => closeSync(fd));
}

function lost(path: string, cause: unknown): Fault {
  const why = cause instanceof Error ? cause.message : String(cause);
  return { code: "source-died", message: `${path} cannot be read any more: ${why}`, hint: "open it again", cause };
}
