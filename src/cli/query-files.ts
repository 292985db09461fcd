import type { LogEntry } from "../core/entry.js";
import { type Result, ok } from "../core/fault.js";
import type { Source } from "../core/ports.js";
import { EVERYTHING } from "../core/query/ast.js";
import { compileQuery } from "../core/query/predicate.js";
import { localOffset, now } from "../engine/environment.js";
import { type Scan, scan } from "../pipeline/scan.js";
import type { ScanEvent } from "../pipeline/scan/source-matches.js";
import { type Witness, witnessed } from "../pipeline/scan/witness.js";
import { openSpec } from "../sources/registry.js";
import { visible } from "../lib/visible.js";
import type { Invocation } from "./command.js";
import { openPrinter } from "./entry-printer.js";
import { ExitCode } from "./exit-code.js";
import { answerFrom } from "./query/answer.js";
import { type Finder, tableOfMatches, type Wanted } from "./query/finder.js";
import type { Question } from "./question.js";
import { type Shell, sayFault, sayNote } from "./shell.js";

/** Answers the question from the sources named, without a store. What cannot be read is said; the rest is answered. */
export async function queryFiles(
  invocation: Invocation,
  question: Question,
  specs: readonly string[],
): Promise<Result<ExitCode>> {
  const { shell, settings } = invocation;
  const follow = settings.follow && !settings.count;
  const opened = await Promise.all(
    specs.map((spec) => openSpec(spec, { follow, history: undefined, since: undefined })),
  );
  const faults = opened.flatMap((result) => (result.ok ? [] : [result.fault]));
  const sources = opened.flatMap((result) => (result.ok ? result.value : [])).map((source) => witnessed(source, now));
  for (const fault of faults) sayFault(shell, fault);
  if (sources.length === 0) return ok(ExitCode.fault);
  for (const { id, label } of sources) if (isEndless(id)) sayNote(invocation, `${label} ${IS_LIVE}`);
  const asked: Asked = { sources, query: question.query, localOffset, signal: shell.signal };
  const trouble = troubleTeller(shell, sources);
  const finder = finderIn(asked, trouble);
  const begun =
    question.begin === undefined ? finder : (await import("./query/from-cursor.js")).beginAt(finder, question.begin);
  const found = follow
    ? await followMatches(invocation, question, { asked, trouble })
    : await answerFrom(invocation, question, begun, { manySources: sources.length > 1, isKept: false });
  if (!found.ok) return found;
  if (settings.explain) (await import("./explain.js")).explainSources(shell, sources);
  if (trouble.hasFailed() || faults.length > 0) return ok(ExitCode.fault);
  return ok(found.value > 0 ? ExitCode.done : ExitCode.nothingMatched);
}

/** Whoever waits should know for what: nothing of before is there to be asked for. */
const isEndless = (id: string): boolean => id.startsWith("nix:socket");
const IS_LIVE =
  "is live: what builds say from now on is shown until Ctrl-C; `logstream record nix:socket` keeps it, to be asked later";

type Asked = Pick<Scan, "query" | "localOffset" | "signal"> & { readonly sources: readonly Witness[] };

function finderIn(asked: Asked, trouble: TroubleTeller): Finder {
  const { sources } = asked;
  let passes = 0;
  // What is read a second time has the same trouble.
  const tellerOfPass = (): ((event: Trouble) => void) => {
    passes += 1;
    return passes === 1 ? (event) => trouble.tell(event) : () => undefined;
  };
  const matches: Finder["matches"] = (wanted) => matchesIn(asked, tellerOfPass(), wanted);
  return {
    matches,
    table: (stages) => tableOfMatches(matches, stages),
    async *inContext(wanted, around) {
      const { contextFromLog } = await import("./query/context-log.js");
      const everything = matchesIn({ ...asked, query: EVERYTHING }, tellerOfPass(), WHOLE_LOG);
      yield* contextFromLog(everything, { ...wanted, predicate: compileQuery(asked.query) }, around);
    },
    count: async () => {
      const { countMatches } = await import("../pipeline/count.js");
      const tell = tellerOfPass();
      const { count, troubles } = await countMatches({ ...asked, now: now() });
      for (const event of troubles) tell(event);
      return count;
    },
    howFar: async () => {
      const done = sources.reduce((sum, { seen }) => sum + seen().records, 0);
      return Promise.resolve({ done, total: undefined, what: "records" });
    },
    isRereadable: sources.every(({ id }) => /^(?:file|journal):/.test(id)),
  };
}

const WHOLE_LOG: Wanted = { direction: "oldest-first", limit: undefined, parts: "whole" };

async function* matchesIn(
  asked: Asked,
  tell: (event: Trouble) => void,
  wanted: Wanted,
): AsyncGenerator<readonly LogEntry[]> {
  for await (const event of scan({ ...asked, ...wanted, follow: false })) {
    if (event.kind === "entries") yield event.entries;
    else tell(event);
  }
}

const FOLLOWED = { limit: undefined, direction: "oldest-first", follow: true } as const;

type Following = { readonly asked: Asked; readonly trouble: TroubleTeller };

async function followMatches(
  invocation: Invocation,
  { limit }: Question,
  { asked, trouble }: Following,
): Promise<Result<number>> {
  const printer = await openPrinter(invocation, { manySources: asked.sources.length > 1, isEndless: true });
  if (!printer.ok) return printer;
  const { parts } = printer.value;
  let found = 0;
  for await (const event of scan({ ...asked, ...FOLLOWED, history: limit, parts })) {
    if (event.kind !== "entries") {
      trouble.tell(event);
      continue;
    }
    found += event.entries.length;
    printer.value.print(event.entries);
    await printer.value.drained();
  }
  await printer.value.close();
  return ok(found);
}

/** Says what went wrong or is missing. */
type TroubleTeller = {
  tell(event: Trouble): void;
  hasFailed(): boolean;
};

type Trouble = Exclude<ScanEvent, { readonly kind: "entries" }>;

function troubleTeller(shell: Shell, sources: readonly Source[]): TroubleTeller {
  let hasFailed = false;
  return {
    tell: (event) => {
      if (event.kind === "failed") {
        hasFailed = true;
        sayFault(shell, event.fault);
        return;
      }
      const label = sources.find(({ id }) => id === event.source)?.label ?? event.source;
      const { reason, lost } = event.gap;
      const words = `${lost ?? "an unknown number of"} entries are missing (${reason})`;
      shell.stderr.write(`logstream: ${visible(label)}: ${words}\n`);
    },
    hasFailed: () => hasFailed,
  };
}
