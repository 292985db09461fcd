import type { Fault } from "../../core/fault.js";
import type { Scope, SourceStatus } from "../../core/ports.js";
import type { InProcessEngine } from "../../engine/in-process.js";
import type { EngineConfig } from "../../engine/protocol.js";
import { raceTimer } from "../../pipeline/timing.js";

/** The machine's journal, kept while a command runs. */
export type JournalCollecting = {
  readonly scope: Scope;
  /** Settles when what the journal holds now is in the store, or after a short while. */
  catchUp(): Promise<void>;
  /** Why it cannot be read; nothing where there is none to be read. */
  readonly faults: () => readonly Fault[];
};

/**
 * journald tells whoever follows a quarter to half a second late, though what it tells is in its files by then. So at
 * the end nobody waits for word from it: the files are read once more, to their end.
 */
const CATCH_UP_MS = 1_000;
/** Another process that collects the journal has to wait for word. */
const WORD_MS = 700;

/** Collects the journal from the session's start on; where another process has it already, that one's is used. */
export async function collectJournal(running: InProcessEngine, config: EngineConfig): Promise<JournalCollecting> {
  const following = await running.gather({ ...config, follow: true });
  const { scope } = following;
  const statuses = (): readonly SourceStatus[] =>
    running.latest().sources.filter(({ id }) => scope.sources?.includes(id) === true);
  return {
    scope,
    catchUp: async () => {
      const isOthers = statuses().some(({ state }) => state === "shared");
      await following.stop();
      if (isOthers) {
        await raceTimer(new Promise(() => undefined), WORD_MS);
        return;
      }
      const rest = await running.gather({ ...config, follow: false });
      await raceTimer(rest.done, CATCH_UP_MS);
      await rest.stop();
    },
    faults: () => statuses().flatMap(({ fault }) => (fault === undefined || isAbsence(fault) ? [] : [fault])),
  };
}

/** A machine without a journal has nothing that could be missing. */
function isAbsence({ code }: Fault): boolean {
  return code === "missing-program" || code === "not-found";
}
