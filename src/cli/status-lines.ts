import type { Engine, SourceStatus } from "../core/ports.js";
import { visible } from "../lib/visible.js";
import type { Shell } from "./shell.js";

/** Says on stderr what becomes of the sources: each state and each fault once, as they change. */
export type StatusLines = {
  /** Stops saying; returns how many sources are in a failed state. */
  close(): number;
  entries(): number;
};

export function reportStatus(engine: Engine, shell: Pick<Shell, "stderr">): StatusLines {
  const said = new Map<string, string>();
  let sources: readonly SourceStatus[] = [];
  let storeFault: string | undefined;
  const stop = engine.onNews((news) => {
    sources = news.sources;
    for (const status of sources) {
      const words = wordsOf(status);
      if (words === undefined || said.get(status.id) === words) continue;
      said.set(status.id, words);
      shell.stderr.write(`logstream: ${visible(status.label)}: ${words}\n`);
    }
    if (news.fault !== undefined && storeFault !== news.fault.message) {
      storeFault = news.fault.message;
      shell.stderr.write(`logstream: ${visible(news.fault.message)}\n  ${visible(news.fault.hint)}\n`);
    }
  });
  return {
    close: () => {
      stop();
      return sources.filter(({ state }) => state === "failed").length;
    },
    entries: () => sources.reduce((sum, status) => sum + status.entries, 0),
  };
}

/** Only what somebody should know: trouble, gaps, and that another process does the collecting. */
function wordsOf(status: SourceStatus): string | undefined {
  if (status.fault !== undefined) return `${visible(status.fault.message)}\n  ${visible(status.fault.hint)}`;
  if (status.state === "shared") return "another logstream collects it into the same store; following that one";
  return status.gaps === 0 ? undefined : `${status.gaps} ${status.gaps === 1 ? "gap" : "gaps"} in what it gave`;
}
