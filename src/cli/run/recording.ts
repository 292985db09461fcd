import type { BuildReport } from "../../core/build-report.js";
import { type SourceId, sourceId } from "../../core/entry.js";
import type { Fault, Result } from "../../core/fault.js";
import type { LogReader, Scope, Source } from "../../core/ports.js";
import { errorSourceOf, type NewSession, type Session, type SessionPatch } from "../../core/session.js";
import { now } from "../../engine/environment.js";
import { type InProcessEngine, startInProcess } from "../../engine/in-process.js";
import type { EngineConfig } from "../../engine/protocol.js";
import { raceTimer } from "../../pipeline/timing.js";
import { createBell } from "../../sources/stream/bell.js";
import { createPushedBytes, type PushedBytes } from "../../sources/stream/pushed-bytes.js";
import { streamEvents } from "../../sources/stream/stream-events.js";
import { collectJournal, type JournalCollecting } from "./journal.js";
import type { StreamName } from "./run-view.js";

/** The store takes this much less quickly than a command may write it; then the command waits. */
const ROOM_BYTES = 64 << 20;
/** The store refuses to be written: so long it may take to change its mind once the command has ended. */
const REFUSED_MS = 500;

export type RecordingOptions = {
  readonly storePath: string | undefined;
  /** Spec of the journal that is collected meanwhile. */
  readonly journal: string;
  readonly session: NewSession;
  /** Told of what nix does in the command's output, now and then while it changes. */
  readonly onBuild?: ((report: BuildReport) => void) | undefined;
};

/** A session being written down. Nothing that goes wrong with it touches the command; it is told at the end. */
export type Recording = {
  /** Settles when the store is open; undefined where it cannot be. */
  readonly begun: Promise<Begun | undefined>;
  /** Settles when there is room for more. The memory goes over. */
  take(stream: StreamName, bytes: Uint8Array): Promise<void>;
  /** Puts into the store what is in hand, also what the journal has until now. */
  settle(): Promise<void>;
  /** What nix did, as far as the outputs told. */
  readonly build: () => BuildReport | undefined;
  /** Writes down how it ended, and closes the store. Gives what could not be kept, and why. */
  close(patch: SessionPatch): Promise<readonly Fault[]>;
};

export type Begun = {
  readonly session: Session;
  readonly reader: LogReader;
  /** Where the journal's entries are. */
  readonly journal: Scope;
};

type Outputs = Readonly<Record<StreamName, PushedBytes>>;

export function startRecording(options: RecordingOptions): Recording {
  const { signal } = new AbortController();
  const bells = { stdout: createBell(signal), stderr: createBell(signal) };
  const outputs: Outputs = {
    stdout: createPushedBytes(bells.stdout, ROOM_BYTES, now),
    stderr: createPushedBytes(bells.stderr, ROOM_BYTES, now),
  };
  const faults: Fault[] = [];
  const builds = new Map<SourceId, BuildReport>();
  const build = () => [...builds.values()].toSorted((one, other) => sizeOf(other) - sizeOf(one))[0];
  const opening = openRecord(options, {
    sourcesOf: ({ source }) =>
      STREAMS.flatMap((stream) => (source === undefined ? [] : [sourceOf(source, stream, outputs, bells)])),
    onBuild: (source, report) => {
      builds.set(source, report);
      options.onBuild?.(report);
    },
  });
  let keeping: NodeJS.Timeout | undefined;
  const open = opening.then((opened) => {
    if (opened.ok) {
      watchStore(opened.value, outputs);
      keeping = keepBuild(opened.value, build);
      return opened.value;
    }
    faults.push(opened.fault);
    for (const output of Object.values(outputs)) output.close();
    return undefined;
  });
  return {
    begun: open.then(
      (record) => record && { session: record.session, reader: record.running.engine, journal: record.journal.scope },
    ),
    take: (stream, bytes) => outputs[stream].push(bytes),
    build,
    settle: async () => {
      for (const output of Object.values(outputs)) output.end();
      const record = await open;
      if (record !== undefined) await Promise.all([settleOutputs(record), record.journal.catchUp()]);
    },
    close: async (patch) => {
      const record = await open;
      clearInterval(keeping);
      if (record !== undefined) faults.push(...(await closeRecord(record, outputs, patch)));
      return faults;
    },
  };
}

const STREAMS = ["stdout", "stderr"] as const;

/** nix writes into one of the outputs; what looks like it in the other is some quotation. */
function sizeOf({ steps, fetches, errors }: BuildReport): number {
  return steps.length + fetches.length + errors.length;
}

type OpenRecord = {
  readonly session: Session;
  readonly running: InProcessEngine;
  readonly outputs: { readonly done: Promise<void>; stop(): Promise<void> };
  readonly journal: JournalCollecting;
};

async function openRecord(
  { storePath, journal: spec, session }: RecordingOptions,
  on: {
    readonly sourcesOf: (session: Session) => readonly Source[];
    readonly onBuild: (source: SourceId, report: BuildReport) => void;
  },
): Promise<Result<OpenRecord>> {
  const config: EngineConfig = {
    storePath,
    specs: [],
    follow: true,
    history: undefined,
    since: session.startedAt,
    collector: { kind: session.kind, command: ["logstream", session.kind, ...session.command].join(" ") },
  };
  const started = await startInProcess(config);
  if (!started.ok) return started;
  const running = started.value;
  const begun = running.sessions.begin(session);
  if (!begun.ok) {
    await running.engine.close();
    return begun;
  }
  const id = begun.value;
  const source = sourceId(`run:${id}`);
  const named = running.sessions.update(id, { source });
  if (!named.ok) {
    await running.engine.close();
    return named;
  }
  const whole: Session = { ...session, id, source };
  const outputs = running.collect(on.sourcesOf(whole), on.onBuild);
  const journal = await collectJournal(running, { ...config, specs: [spec] });
  return { ok: true, value: { session: whole, running, outputs, journal } };
}

/** One output as a source; it ends with the command. Standard error is apart, see `errorSourceOf`. */
function sourceOf(
  own: SourceId,
  stream: StreamName,
  outputs: Outputs,
  bells: Readonly<Record<StreamName, ReturnType<typeof createBell>>>,
): Source {
  return {
    id: stream === "stdout" ? own : errorSourceOf(own),
    label: stream === "stdout" ? own : `${own} (standard error)`,
    events: (signal) => {
      const reader = outputs[stream];
      return streamEvents({ reader, bell: bells[stream], signal, faultOf: lost, receivedAt: reader.receivedAt });
    },
  };
}

function lost(cause: unknown): Fault {
  return { code: "source-died", message: "the output of the command was lost", hint: "run it again", cause };
}

/** While the store refuses what the command says, the command is not made to wait for it. */
function watchStore({ running }: OpenRecord, outputs: Outputs): void {
  running.engine.onNews(({ sources }) => {
    const isRefused = sources.some(({ id, state }) => id.startsWith("run:") && state === "failed");
    for (const output of Object.values(outputs)) output.overflow(isRefused);
  });
}

/** So often the build is written down while it goes on, for whoever looks at it from elsewhere. */
const BUILD_KEPT_MS = 2_000;

function keepBuild({ running, session }: OpenRecord, build: () => BuildReport | undefined): NodeJS.Timeout {
  let kept: BuildReport | undefined;
  const timer = setInterval(() => {
    const report = build();
    if (report === kept) return;
    kept = report;
    // What the store refuses now is written with the end.
    running.sessions.update(session.id, { build: report });
  }, BUILD_KEPT_MS);
  return timer.unref();
}

async function settleOutputs({ running, outputs }: OpenRecord): Promise<void> {
  const isRefused = () => running.latest().sources.some(({ id, state }) => id.startsWith("run:") && state === "failed");
  while (!(await raceTimer(outputs.done, REFUSED_MS))) {
    if (!isRefused()) continue;
    await outputs.stop();
    return;
  }
}

async function closeRecord(
  { running, session, outputs, journal }: OpenRecord,
  pushed: Outputs,
  patch: SessionPatch,
): Promise<readonly Fault[]> {
  const ownFaults = running
    .latest()
    .sources.flatMap(({ id, fault }) => (id.startsWith("run:") && fault !== undefined ? [fault] : []));
  await outputs.stop();
  const dropped = pushed.stdout.droppedBytes() + pushed.stderr.droppedBytes();
  const written = running.sessions.update(session.id, patch);
  const faults = new Map<string, Fault>();
  for (const fault of [...journal.faults(), ...ownFaults, ...(written.ok ? [] : [written.fault])]) {
    faults.set(fault.message, fault);
  }
  if (dropped > 0) faults.set("", droppedFault(dropped));
  await running.engine.close();
  return [...faults.values()];
}

function droppedFault(bytes: number): Fault {
  return {
    code: "store-unwritable",
    message: `${bytes} bytes of the command's output are not in the store, which refused them for too long`,
    hint: "all of it was passed on; run the command again once the store can be written",
  };
}
