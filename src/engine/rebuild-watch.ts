import type { BuildReport } from "../core/build-report.js";
import type { EntryBatch } from "../core/batch.js";
import type { LogEntry, SourceId } from "../core/entry.js";
import type { LogReader, LogWriter } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import type { NewSession, Session } from "../core/session.js";
import { MICROS_PER_SECOND, type Micros } from "../core/time.js";
import type { Fact } from "../session/facts.js";
import { recognise } from "../session/recogniser.js";
import { SIGNING_UNITS, WATCHED_IDENTIFIERS } from "../session/signs.js";
import { NOTHING_HEARD, type SessionChange } from "../session/state.js";
import type { SystemProfile } from "../sources/system-profile.js";
import { factFieldsOf, factsIn } from "./rebuild-facts.js";
import { createSessionKeeper } from "./session-keeper.js";

/** Makes sessions of the rebuilds that the journals being collected tell of, whoever started them. */
export type RebuildWatch = {
  /** Sees what is committed, and costs next to nothing where it has nothing to do with a rebuild. */
  readonly tee: (writer: LogWriter) => LogWriter;
  readonly onBuild: (source: SourceId, report: BuildReport) => void;
  /** Writes what is known by now. */
  stop(): Promise<void>;
};

export type RebuildWatchParts = {
  readonly writer: LogWriter;
  readonly reader: LogReader;
  readonly now: () => Micros;
  /** Undefined where the journals are not this machine's. */
  readonly profile: SystemProfile | undefined;
  /** Called with the newest picture of a rebuild as it is written. */
  readonly told: (session: NewSession) => void;
};

/** A journal of a whole machine: others leave out what a rebuild is known by. */
const WHOLE_JOURNAL = /^journal:(?:dir=(?:[^,\\]|\\.)*)?$/s;
/** How often it is looked whether something has been silent for too long. */
const TICK_MS = 30_000;
/** While entries come in, it is their times that tell how late it is, not the clock: history is older. */
const QUIET_US = 10 * MICROS_PER_SECOND;

export async function watchRebuilds(parts: RebuildWatchParts): Promise<RebuildWatch> {
  const { reader, now, profile } = parts;
  const keeper = createSessionKeeper({ log: parts.writer.sessions, reader, told: parts.told });
  let state = NOTHING_HEARD;
  let committedAt = now();

  /** Returns how many changes it made. */
  const take = (fact: Fact): number => {
    const recognised = recognise(state, fact);
    state = recognised.state;
    if (recognised.changes.length > 0) keeper.take(recognised.changes);
    return recognised.changes.length;
  };
  const write = () => void keeper.flush();

  const open = await unfinished(reader);
  if (open !== undefined) {
    keeper.continue(open);
    const facts = await factsSince(reader, open.startedAt);
    const changes = facts.reduce((sum, fact) => sum + take(fact), 0);
    if (changes === 0) keeper.take(givenUp(open));
    write();
  }

  const stopProfile = profile?.watch((generation, isFirst) => {
    take({ kind: "generation", at: now(), generation, isFirst });
    write();
  });
  const ticking = setInterval(() => {
    if (now() - committedAt >= QUIET_US) take({ kind: "tick", at: now() });
    write();
  }, TICK_MS);
  ticking.unref();

  const observe = (batch: EntryBatch): void => {
    committedAt = now();
    for (const fact of factsIn(batch, () => state.rebuild !== undefined)) take(fact);
    write();
  };
  return {
    tee: (writer) => observed(writer, observe),
    onBuild: (_source, report) => {
      take({ kind: "build", at: now(), report });
      write();
    },
    stop: async () => {
      clearInterval(ticking);
      stopProfile?.();
      await keeper.flush();
    },
  };
}

/** The writer, and what it commits of whole journals. */
function observed(writer: LogWriter, observe: (batch: EntryBatch) => void): LogWriter {
  const journals = new Set<number>();
  return {
    ...writer,
    open(source, label) {
      const handle = writer.open(source, label);
      if (handle !== undefined && WHOLE_JOURNAL.test(source)) journals.add(handle.number);
      return handle;
    },
    append(handle, batches, resume, remarks) {
      const written = writer.append(handle, batches, resume, remarks);
      if (written.ok && journals.has(handle.number)) for (const batch of batches) observe(batch);
      return written;
    },
  };
}

/** A rebuild that was being recorded when its recorder went away; one that still runs is its recorder's. */
async function unfinished(reader: LogReader): Promise<Session | undefined> {
  const sessions = await reader.sessions();
  return sessions.find(({ origin, kind, endedAt, result }) => {
    return origin === "noticed" && kind === "rebuild" && endedAt === undefined && result === "unknown";
  });
}

/** What the store holds of it: the same facts that made it what it is, so that nothing else has to be kept. */
async function factsSince(reader: LogReader, from: Micros): Promise<readonly Fact[]> {
  const stored = await reader.sources();
  const journals = stored.map(({ id }) => id).filter((id) => WHOLE_JOURNAL.test(id));
  if (journals.length === 0) return [];
  const named =
    (field: string) =>
    (pattern: string): Query => ({ kind: "field", field, pattern });
  const either: Query = {
    kind: "or",
    parts: [...SIGNING_UNITS.map(named("unit")), ...WATCHED_IDENTIFIERS.map(named("identifier"))],
  };
  const query: Query = { kind: "and", parts: [{ kind: "time", from, to: undefined }, either] };
  const facts: Fact[] = [];
  const request = { query, scope: { sources: journals }, direction: "oldest-first", limit: undefined } as const;
  for await (const entries of reader.scan(request)) facts.push(...entries.map(factOf));
  return facts;
}

function factOf({ at, message, fields }: LogEntry): Fact {
  return { kind: "entry", at, message, fields: factFieldsOf(fields) };
}

/** The entries that told of it are gone. */
function givenUp({ id: _id, ...session }: Session): readonly SessionChange[] {
  const ended: NewSession = { ...session, endedAt: session.startedAt, result: "unknown" };
  return [
    { kind: "begun", session: ended },
    { kind: "ended", session: ended },
  ];
}
