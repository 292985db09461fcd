import type { MessagePort } from "node:worker_threads";
import type { Bookmark } from "../core/bookmark.js";
import type { EntryId, LogEntry } from "../core/entry.js";
import { CANCELLED, type Fault, FaultError, faultOf } from "../core/fault.js";
import type {
  AggregateRequest,
  AggregateSnapshot,
  Explanation,
  FindRequest,
  LogReader,
  Overview,
  Page,
  PageRequest,
  PatternReader,
  PatternsRequest,
  PatternsSnapshot,
  ScanRequest,
  Scope,
  StoredSource,
  TimeSpan,
} from "../core/ports.js";
import type { MachineRequest, MachineSeries } from "../core/machine/metrics.js";
import type { Query } from "../core/query/ast.js";
import type { Session } from "../core/session.js";
import type { PlacedRemark } from "../core/truth.js";

/**
 * A reader in another thread. Every question is a message with an id, every answer carries it back; a scan sends its
 * next rows only when asked for more, so a slow reader holds the scan instead of filling the memory.
 */
type Question =
  | { readonly method: "page"; readonly request: PageRequest }
  | { readonly method: "find"; readonly request: FindRequest }
  | { readonly method: "count"; readonly query: Query; readonly scope: Scope }
  | { readonly method: "overview"; readonly query: Query; readonly scope: Scope; readonly buckets: number }
  | { readonly method: "entry"; readonly id: EntryId }
  | { readonly method: "raw"; readonly id: EntryId }
  | { readonly method: "sources" }
  | { readonly method: "sessions" }
  | { readonly method: "bookmarks" }
  | { readonly method: "remarks"; readonly scope: Scope; readonly span: TimeSpan }
  | { readonly method: "machine"; readonly request: MachineRequest }
  | { readonly method: "explain"; readonly query: Query; readonly scope: Scope }
  | Streamed;

/** Questions that are answered in parts. */
type Streamed =
  | { readonly method: "scan"; readonly request: ScanRequest }
  | { readonly method: "aggregate"; readonly request: AggregateRequest }
  | { readonly method: "patterns"; readonly request: PatternsRequest };

type ToReader =
  | { readonly kind: "ask"; readonly call: number; readonly question: Question }
  | { readonly kind: "more"; readonly call: number }
  | { readonly kind: "cancel"; readonly call: number };

type Answer =
  | Page
  | Overview
  | LogEntry
  | number
  | Uint8Array
  | readonly StoredSource[]
  | readonly Session[]
  | readonly Bookmark[]
  | readonly PlacedRemark[]
  | Explanation
  | MachineSeries
  | readonly LogEntry[]
  | AggregateSnapshot
  | PatternsSnapshot
  | undefined;

type FromReader =
  | { readonly kind: "answer"; readonly call: number; readonly value: Answer }
  | { readonly kind: "end"; readonly call: number }
  | { readonly kind: "fault"; readonly call: number; readonly fault: Fault };

function wordsOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}

/** A cause may hold what cannot be cloned; its words are enough on the other side. */
export function cloneable(fault: Fault): Fault {
  return fault.cause === undefined ? fault : { ...fault, cause: wordsOf(fault.cause) };
}

/** Answers the questions that come through the port until it closes. */
export function serveReader(port: MessagePort, reader: LogReader & PatternReader): void {
  const running = new Map<number, { readonly controller: AbortController; more: (() => void) | undefined }>();
  const send = (message: FromReader) => port.postMessage(message);

  const stream = async (call: number, parts: AsyncIterable<Answer>, signal: AbortSignal) => {
    for await (const value of parts) {
      if (signal.aborted) return;
      send({ kind: "answer", call, value });
      await new Promise<void>((resolve) => {
        const state = running.get(call);
        if (state === undefined || signal.aborted) resolve();
        else state.more = resolve;
      });
    }
    send({ kind: "end", call });
  };
  const start = async (call: number, question: Question) => {
    const controller = new AbortController();
    running.set(call, { controller, more: undefined });
    try {
      const { signal } = controller;
      if (isStreamed(question)) await stream(call, partsOf(reader, question, signal), signal);
      else send({ kind: "answer", call, value: await answer(reader, question, signal) });
    } catch (caught) {
      send({ kind: "fault", call, fault: cloneable(faultOf(caught)) });
    } finally {
      running.delete(call);
    }
  };

  port.on("message", (message: ToReader) => {
    if (message.kind === "ask") {
      void start(message.call, message.question);
      return;
    }
    const state = running.get(message.call);
    if (state === undefined) return;
    if (message.kind === "cancel") state.controller.abort();
    const more = state.more;
    state.more = undefined;
    more?.();
  });
}

function isStreamed(question: Question): question is Streamed {
  return question.method === "scan" || question.method === "aggregate" || question.method === "patterns";
}

function partsOf(reader: LogReader & PatternReader, question: Streamed, signal: AbortSignal): AsyncIterable<Answer> {
  switch (question.method) {
    case "scan":
      return reader.scan(question.request, signal);
    case "aggregate":
      return reader.aggregate(question.request, signal);
    case "patterns":
      return reader.patterns(question.request, signal);
  }
}

function answer(reader: LogReader, question: Exclude<Question, Streamed>, signal: AbortSignal): Promise<Answer> {
  switch (question.method) {
    case "page":
      return reader.page(question.request, signal);
    case "find":
      return reader.find(question.request, signal);
    case "count":
      return reader.count(question.query, question.scope, signal);
    case "overview":
      return reader.overview(question.query, question.scope, question.buckets, signal);
    case "entry":
      return reader.entry(question.id);
    case "raw":
      return reader.raw(question.id);
    case "sources":
      return reader.sources();
    case "sessions":
      return reader.sessions();
    case "bookmarks":
      return reader.bookmarks();
    case "remarks":
      return reader.remarks(question.scope, question.span);
    case "machine":
      return reader.machine(question.request);
    case "explain":
      return reader.explain(question.query, question.scope);
  }
}

type Waiting = {
  readonly resolve: (value: Answer | typeof END) => void;
  readonly reject: (error: FaultError) => void;
};
const END = Symbol("end of a scan");

/** The calls that wait for an answer, by number. */
function openSwitchboard(port: MessagePort) {
  const waiting = new Map<number, Waiting>();
  let lastCall = 0;
  let gone: Fault | undefined;
  port.on("message", (message: FromReader) => {
    const pending = waiting.get(message.call);
    if (pending === undefined) return;
    waiting.delete(message.call);
    if (message.kind === "fault") pending.reject(new FaultError(message.fault));
    else pending.resolve(message.kind === "end" ? END : message.value);
  });
  return {
    nextCall: () => ++lastCall,
    post: (message: ToReader) => port.postMessage(message),
    expect: (call: number) =>
      new Promise<Answer | typeof END>((resolve, reject) => {
        if (gone === undefined) waiting.set(call, { resolve, reject });
        else reject(new FaultError(gone));
      }),
    forget: (call: number) => void waiting.delete(call),
    withdraw: (call: number) => {
      waiting.get(call)?.reject(new FaultError(CANCELLED));
      waiting.delete(call);
    },
    lose: (fault: Fault) => {
      gone = fault;
      for (const pending of waiting.values()) pending.reject(new FaultError(fault));
      waiting.clear();
    },
  };
}

type Switchboard = ReturnType<typeof openSwitchboard>;

/** The other end of `serveReader`. `lose` tells what to say when the thread behind the port has died. */
export function connectReader(port: MessagePort): LogReader & PatternReader & { lose(fault: Fault): void } {
  const switchboard = openSwitchboard(port);
  const { post, expect, nextCall, lose } = switchboard;
  const ask = async (question: Question, signal: AbortSignal | undefined) => {
    if (signal?.aborted === true) throw new FaultError(CANCELLED);
    const call = nextCall();
    const cancel = () => post({ kind: "cancel", call });
    signal?.addEventListener("abort", cancel, { once: true });
    const reply = expect(call);
    post({ kind: "ask", call, question });
    try {
      return await reply;
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  };
  return {
    page: async (request, signal) => as<Page>(await ask({ method: "page", request }, signal)),
    find: async (request, signal) => as<LogEntry | undefined>(await ask({ method: "find", request }, signal)),
    count: async (query, scope, signal) => as<number>(await ask({ method: "count", query, scope }, signal)),
    overview: async (query, scope, buckets, signal) =>
      as<Overview>(await ask({ method: "overview", query, scope, buckets }, signal)),
    entry: async (id) => as<LogEntry | undefined>(await ask({ method: "entry", id }, undefined)),
    raw: async (id) => as<Uint8Array | undefined>(await ask({ method: "raw", id }, undefined)),
    sources: async () => as<readonly StoredSource[]>(await ask({ method: "sources" }, undefined)),
    sessions: async () => as<readonly Session[]>(await ask({ method: "sessions" }, undefined)),
    bookmarks: async () => as<readonly Bookmark[]>(await ask({ method: "bookmarks" }, undefined)),
    remarks: async (scope, span) =>
      as<readonly PlacedRemark[]>(await ask({ method: "remarks", scope, span }, undefined)),
    machine: async (request) => as<MachineSeries>(await ask({ method: "machine", request }, undefined)),
    explain: async (query, scope) => as<Explanation>(await ask({ method: "explain", query, scope }, undefined)),
    scan: (request, signal) => streamed<readonly LogEntry[]>(switchboard, { method: "scan", request }, signal),
    aggregate: (request, signal) => streamed<AggregateSnapshot>(switchboard, { method: "aggregate", request }, signal),
    patterns: (request, signal) => streamed<PatternsSnapshot>(switchboard, { method: "patterns", request }, signal),
    close: async () => {
      lose(CANCELLED);
      port.close();
    },
    lose,
  };
}

/** Asks for the next part only when the caller does. */
async function* streamed<Part extends Answer>(
  { expect, forget, nextCall, post, withdraw }: Switchboard,
  question: Streamed,
  signal: AbortSignal | undefined,
): AsyncIterable<Part> {
  const isWithdrawn = () => signal?.aborted === true;
  if (isWithdrawn()) throw new FaultError(CANCELLED);
  const call = nextCall();
  const stop = () => withdraw(call);
  signal?.addEventListener("abort", stop, { once: true });
  let reply = expect(call);
  post({ kind: "ask", call, question });
  try {
    for (;;) {
      const rows = await reply;
      if (rows === END) return;
      if (isWithdrawn()) throw new FaultError(CANCELLED);
      yield as<Part>(rows);
      reply = expect(call);
      post({ kind: "more", call });
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    forget(call);
    post({ kind: "cancel", call });
  }
}

/** The other thread runs this same file, so an answer has the type that its question asks for. */
function as<Value>(answered: Answer | typeof END): Value {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return answered as Value;
}
