import type { Socket } from "node:net";
import { type SourceId, sourceId } from "../../core/entry.js";
import type { Source, SourceEvent, SourceOptions } from "../../core/ports.js";
import { type Bell, createBell, isAborted } from "../stream/bell.js";
import { readReadable } from "../stream/byte-reader.js";
import { streamEvents } from "../stream/stream-events.js";
import { emptyBatch } from "../structured-batch.js";
import { socketFault, tooManyWriters } from "./faults.js";
import { type ListeningSocket, listenAt } from "./socket-place.js";

/** Every run of nix is one connection, its daemon's worker another. */
const MOST_WRITERS = 64;
const RETRY_MS = 5_000;
/** How often it is looked whether the socket's file is still there. */
const LOOK_MS = 30_000;

/** How the lines of one connection are changed on their way: what comes out takes the place of what went in. */
export type EachStream = (stream: Source) => Source;

/**
 * What nix writes to the socket (`json-log-path`, since 2.30), one line of JSON each, all connections together; each
 * is passed through `each` on its own first, for the numbers in it mean something within one connection only.
 */
export async function* socketEvents(
  path: string,
  options: SourceOptions,
  each: EachStream,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  // Nothing was written before somebody listens.
  if (!options.follow || signal.aborted) return;
  const bell = createBell(signal);
  // Whoever reads us may leave without an abort; the connections must end all the same.
  const leaving = new AbortController();
  const desk: Desk = {
    path,
    each,
    signal: AbortSignal.any([signal, leaving.signal]),
    bell,
    arrived: [],
    writers: new Set(),
    socket: undefined,
    listenAtMs: 0,
    hasListened: false,
    isTurnedAway: false,
  };
  try {
    while (!isAborted(signal)) {
      if (desk.socket === undefined && performance.now() >= desk.listenAtMs) yield* listen(desk);
      for (const connection of desk.arrived.splice(0)) admit(desk, connection);
      yield* readyEvents(desk);
      if ((await bell.wait(desk.socket === undefined ? RETRY_MS : LOOK_MS)) === "timeout") yield* lookAfter(desk);
    }
    // What was read before the abort is still given.
    yield* lastEvents(desk.writers);
  } finally {
    leaving.abort();
    for (const connection of desk.arrived) connection.destroy();
    for (const { events } of desk.writers) await events.return?.();
    await desk.socket?.close();
    bell.close();
  }
}

type Desk = {
  readonly path: string;
  readonly each: EachStream;
  readonly signal: AbortSignal;
  readonly bell: Bell;
  readonly arrived: Socket[];
  readonly writers: Set<Writer>;
  /** Undefined while it cannot listen; those who are connected are heard all the same. */
  socket: ListeningSocket | undefined;
  /** When to try it again. */
  listenAtMs: number;
  hasListened: boolean;
  isTurnedAway: boolean;
};

/** One connection: asked for its next event only when the last one was taken. */
type Writer = {
  readonly events: AsyncIterator<SourceEvent>;
  next: Promise<void>;
  ready: IteratorResult<SourceEvent> | undefined;
};

async function* listen(desk: Desk): AsyncGenerator<SourceEvent> {
  const listened = await listenAt(desk.path, (connection) => greet(desk, connection));
  if (!listened.ok) {
    desk.listenAtMs = performance.now() + RETRY_MS;
    yield { kind: "failed", fault: listened.fault, retryInMs: RETRY_MS };
    return;
  }
  desk.socket = listened.value;
  const isFirst = !desk.hasListened;
  desk.hasListened = true;
  if (isFirst) yield { kind: "caught-up" };
  else yield { kind: "batch", batch: emptyBatch(), resume: undefined };
}

/** The file may have been removed: then nobody finds us any more, and it is made again. */
async function* lookAfter(desk: Desk): AsyncGenerator<SourceEvent> {
  const { socket, path } = desk;
  if (socket === undefined || (await socket.isThere())) return;
  desk.socket = undefined;
  await socket.close();
  yield { kind: "failed", fault: socketFault(path, "its file is gone", "it is made again"), retryInMs: 0 };
}

function greet(desk: Desk, connection: Socket): void {
  // An error of a connection is its end; who reads it is told by the reader.
  connection.on("error", () => undefined);
  const isRoom = desk.writers.size + desk.arrived.length < MOST_WRITERS;
  if (isRoom) desk.arrived.push(connection);
  else connection.destroy();
  desk.isTurnedAway ||= !isRoom;
  desk.bell.ring();
}

function admit(desk: Desk, connection: Socket): void {
  const stream = desk.each(connectionSource(sourceId(`nix:socket=${desk.path}`), connection));
  const events = stream.events(desk.signal, undefined)[Symbol.asyncIterator]();
  const writer: Writer = { events, next: Promise.resolve(), ready: undefined };
  desk.writers.add(writer);
  pull(writer, desk.bell);
}

/** Its lines as they come; the end of the connection is the end of the stream. */
function connectionSource(id: SourceId, connection: Socket): Source {
  return {
    id,
    label: "nix",
    events: (signal) => {
      const bell = createBell(signal);
      const reader = readReadable(connection, bell);
      // A writer that was killed has ended, too.
      const quiet = { ...reader, trouble: () => undefined };
      return streamEvents({ reader: quiet, bell, signal, faultOf: (cause) => socketFault("nix:", "lost", "", cause) });
    },
  };
}

function pull(writer: Writer, bell: Bell): void {
  writer.next = writer.events.next().then((step) => {
    writer.ready = step;
    bell.ring();
  });
}

function* readyEvents(desk: Desk): Generator<SourceEvent> {
  if (desk.isTurnedAway) {
    desk.isTurnedAway = false;
    yield { kind: "failed", fault: tooManyWriters(desk.path, MOST_WRITERS), retryInMs: 0 };
    yield { kind: "batch", batch: emptyBatch(), resume: undefined };
  }
  for (const writer of desk.writers) {
    const step = writer.ready;
    if (step === undefined) continue;
    writer.ready = undefined;
    if (step.done === true) {
      desk.writers.delete(writer);
      continue;
    }
    // That one connection has caught up says nothing of the others.
    if (step.value.kind !== "caught-up") yield step.value;
    pull(writer, desk.bell);
  }
}

async function* lastEvents(writers: ReadonlySet<Writer>): AsyncGenerator<SourceEvent> {
  for (const writer of writers) {
    await writer.next;
    for (let step = writer.ready; step !== undefined && step.done !== true; step = await writer.events.next()) {
      if (step.value.kind === "batch") yield step.value;
    }
  }
}
