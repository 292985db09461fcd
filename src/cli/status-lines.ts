import type { Fault } from "../core/fault.js";
import type { Truth } from "../core/truth.js";
import type { Engine, EngineNews, SourceStatus } from "../core/ports.js";
import { collectorWords } from "../core/collector-words.js";
import { gapPhrases, notePhrases } from "../core/truth-words.js";
import { visible } from "../lib/visible.js";
import { localClock } from "./local-clock.js";
import type { Shell } from "./shell.js";

/** Says on stderr what becomes of the sources: each state and each fault once, as they change. */
export type StatusLines = {
  /** Says what the last news bring, and gives them back; says nothing after. */
  close(last: EngineNews): EngineNews;
};

export function reportStatus(engine: Engine, shell: Pick<Shell, "stderr">): StatusLines {
  const said = new Map<string, string>();
  const say = (key: string, words: string | undefined, label: string) => {
    if (said.get(key) === words) return;
    if (words === undefined) {
      // All is well again: the same trouble will be news when it comes back.
      said.delete(key);
      return;
    }
    said.set(key, words);
    shell.stderr.write(`logstream: ${label}${words}\n`);
  };
  const tell = (news: EngineNews) => {
    for (const status of news.sources) say(status.id, wordsOf(status), `${visible(status.label)}: `);
    if (news.fault !== undefined) say("", faultWords(news.fault), "");
  };
  const stop = engine.onNews(tell);
  return {
    close: (last) => {
      stop();
      tell(last);
      return last;
    },
  };
}

function faultWords(fault: Fault): string {
  return `${visible(fault.message)}\n  ${visible(fault.hint)}`;
}

/** Only what somebody should know: trouble, what is missing, and that another process does the collecting. */
function wordsOf(status: SourceStatus): string | undefined {
  if (status.fault !== undefined) return faultWords(status.fault);
  if (status.state === "shared") return sharedWords(status);
  const gaps = gapPhrases(status.truth);
  const words = [
    ...(gaps.length === 0 ? [] : [`missing: ${gaps.join("; ")}`]),
    ...notePhrases(withoutTallies(status.truth)),
  ];
  return words.length === 0 ? undefined : words.join("; ");
}

function sharedWords({ holder }: SourceStatus): string {
  const who = holder === undefined ? "another logstream" : visible(collectorWords(holder, localClock));
  return `collected into the same store by ${who}; following that one`;
}

/** How many came twice, or are older than is kept, changes all the time. */
function withoutTallies(truth: Truth): Truth {
  return { ...truth, notes: { ...truth.notes, duplicate: 0, coalesced: 0, expired: 0 } };
}
