import type { LogReader } from "../core/ports.js";
import type { NewSession, Session, SessionId, SessionLog } from "../core/session.js";
import { MICROS_PER_SECOND } from "../core/time.js";
import { rebuildCommandOf } from "../session/rebuild-command.js";
import type { SessionChange } from "../session/state.js";

/** Writes what was recognised into the store, the newest picture of each rebuild. */
export type SessionKeeper = {
  /** The next one that begins is this one, whose recorder has gone: it takes its place in the store. */
  continue(session: Session): void;
  take(changes: readonly SessionChange[]): void;
  /** Settles when all that was taken is written, or cannot be. */
  flush(): Promise<void>;
};

type Draft = {
  /** What stands in the store until this is written. */
  readonly replaces: Session | undefined;
  id: SessionId | undefined;
  session: NewSession;
  isOver: boolean;
  isWritten: boolean;
};

type KeeperParts = {
  readonly log: SessionLog;
  readonly reader: Pick<LogReader, "sessions">;
  /** Called with each picture as it is written. */
  readonly told: (session: NewSession) => void;
};

/**
 * A rebuild that a `logstream run` or `rebuild` started is in the store already, by who started it: what is recognised
 * of it is not written a second time. While the store refuses, the newest picture waits for the next attempt.
 */
export function createSessionKeeper({ log, reader, told }: KeeperParts): SessionKeeper {
  let drafts: Draft[] = [];
  let continued: Session | undefined;
  let writing: Promise<void> = Promise.resolve();

  function takeOne({ kind, session }: SessionChange): void {
    if (kind === "begun") {
      drafts.push({ replaces: continued, id: undefined, session, isOver: false, isWritten: false });
      continued = undefined;
      return;
    }
    const draft = drafts.at(-1);
    if (draft !== undefined) Object.assign(draft, { session, isOver: kind === "ended", isWritten: false });
  }

  async function write(): Promise<void> {
    const started = (await reader.sessions()).filter(isStartedRebuild);
    for (const draft of drafts) {
      if (draft.isWritten) continue;
      if (started.some((each) => isSame(each, draft.session))) forget(draft);
      else keep(draft);
    }
    drafts = drafts.filter((draft) => !draft.isOver || !draft.isWritten);
  }

  function forget(draft: Draft): void {
    if (draft.id !== undefined && !log.remove(draft.id).ok) return;
    Object.assign(draft, { id: undefined, isWritten: true });
  }

  function keep(draft: Draft): void {
    const { session, replaces } = draft;
    if (draft.id === undefined) {
      const { tags = [], note } = replaces ?? {};
      const begun = log.begin({ ...session, tags, note: note ?? session.note });
      if (!begun.ok) return;
      draft.id = begun.value;
      if (replaces !== undefined) log.remove(replaces.id);
    } else {
      const { startedAt: _start, origin: _origin, tags: _tags, note: _note, ...patch } = session;
      if (!log.update(draft.id, patch).ok) return;
    }
    draft.isWritten = true;
    told(session);
  }

  function flush(): Promise<void> {
    if (drafts.some(({ isWritten }) => !isWritten)) writing = writing.then(write);
    return writing;
  }

  return {
    continue: (session) => {
      continued = session;
    },
    take: (changes) => {
      for (const change of changes) takeOne(change);
    },
    flush,
  };
}

function isStartedRebuild({ origin, kind, command, result, endedAt }: Session): boolean {
  const isKnown = endedAt !== undefined || result === "running";
  return origin === "started" && isKnown && (kind === "rebuild" || rebuildCommandOf(command) !== undefined);
}

/** From here to there the two clocks of one machine may differ: journald's stamp and ours. */
const SLACK_US = 2 * MICROS_PER_SECOND;

/** Whether something of it began while the other one ran. */
function isSame(started: Session, noticed: NewSession): boolean {
  const until = (started.endedAt ?? Number.POSITIVE_INFINITY) + SLACK_US;
  const begins = [noticed.startedAt, ...noticed.phases.map(({ startedAt }) => startedAt)];
  return begins.some((at) => at >= started.startedAt - SLACK_US && at <= until);
}
