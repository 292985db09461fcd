import { faultOf } from "../core/fault.js";
import type { OlderFetch, Source } from "../core/ports.js";
import type { KeptJournal } from "./kept-journals.js";
import { openOlderJournal } from "../sources/older/older-journal.js";

/** Entries of the past that are fetched at a time: some seconds' work, and more than anybody scrolls through. */
const CHUNK = 50_000;

/** Fetches pasts of journals in steps, each time it is asked; asked while it works, it stops. */
export type OlderFetching = {
  ask(): Promise<OlderFetch>;
  /** Settles when nothing is being fetched. */
  settled(): Promise<void>;
};

type Parts = {
  readonly isCollected: (journal: KeptJournal) => boolean;
  readonly kept: () => Promise<readonly KeptJournal[]>;
  /** Collects the source until it ends or the signal aborts. */
  readonly run: (source: Source, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
};

export function createOlderFetching({ isCollected, kept, run, signal }: Parts): OlderFetching {
  let current: { readonly controller: AbortController; readonly work: Promise<unknown> } | undefined;
  const begin = async (): Promise<OlderFetch> => {
    const journals = (await kept()).filter(isCollected);
    if (journals.length === 0) return { kind: "nothing" };
    const opened = await Promise.all(
      journals.map(({ of, cursor }) => openOlderJournal({ of, until: cursor, since: undefined, lines: CHUNK })),
    );
    const sources = opened.flatMap((result) => (result.ok ? [result.value] : []));
    const refused = opened.find((result) => !result.ok);
    if (sources.length === 0)
      return refused?.ok === false ? { kind: "refused", fault: refused.fault } : { kind: "nothing" };
    const controller = new AbortController();
    const ended = AbortSignal.any([signal, controller.signal]);
    const work = Promise.all(sources.map((source) => run(source, ended))).finally(() => {
      current = undefined;
    });
    current = { controller, work };
    return { kind: "begun", labels: sources.map(({ label }) => label), most: CHUNK };
  };
  return {
    async ask() {
      if (current !== undefined) {
        current.controller.abort();
        await current.work;
        return { kind: "stopped" };
      }
      try {
        return await begin();
      } catch (caught) {
        return { kind: "refused", fault: faultOf(caught) };
      }
    },
    async settled() {
      await current?.work;
    },
  };
}
