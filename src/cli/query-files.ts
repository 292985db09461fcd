import { type Result, ok } from "../core/fault.js";
import type { Source } from "../core/ports.js";
import { localOffset, now } from "../engine/environment.js";
import { countMatches } from "../pipeline/count.js";
import { type Scan, scan } from "../pipeline/scan.js";
import type { ScanEvent } from "../pipeline/scan/source-matches.js";
import { witnessed } from "../pipeline/scan/witness.js";
import { openSpec } from "../sources/registry.js";
import { visible } from "../lib/visible.js";
import type { Invocation } from "./command.js";
import { openPrinter } from "./entry-printer.js";
import { ExitCode } from "./exit-code.js";
import { explainSources } from "./explain.js";
import type { Question } from "./question.js";
import { type Shell, sayFault, write } from "./shell.js";

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
  const asked = { sources, query: question.query, localOffset, signal: shell.signal };
  const answered = settings.count
    ? await printCount(shell, asked, question.limit)
    : await printMatches(invocation, {
        ...asked,
        limit: question.limit,
        direction: directionOf(settings.reverse, question),
        follow,
      });
  if (settings.explain) explainSources(shell, sources);
  if (answered.hasTrouble || faults.length > 0) return ok(ExitCode.fault);
  return ok(answered.found > 0 ? ExitCode.done : ExitCode.nothingMatched);
}

type Answered = { readonly found: number; readonly hasTrouble: boolean };
type Asked = Pick<Scan, "sources" | "query" | "localOffset" | "signal">;

function directionOf(isReversed: boolean, { limit }: Question): Scan["direction"] {
  return isReversed || limit !== undefined ? "newest-first" : "oldest-first";
}

async function printCount(shell: Shell, asked: Asked, limit: number | undefined): Promise<Answered> {
  const { count, troubles } = await countMatches({ ...asked, now: now() });
  for (const trouble of troubles) sayTrouble(shell, asked.sources, trouble);
  const found = Math.min(count, limit ?? count);
  await write(shell, `${found}\n`);
  return { found, hasTrouble: troubles.some(({ kind }) => kind === "failed") };
}

async function printMatches(invocation: Invocation, asked: Scan): Promise<Answered> {
  const { shell, settings } = invocation;
  const printer = openPrinter(invocation, { manySources: asked.sources.length > 1, isEndless: asked.follow });
  // With a limit alone the newest come first from the scan, and are printed last.
  const isTurned = asked.direction === "newest-first" && !settings.reverse;
  let found = 0;
  let hasTrouble = false;
  for await (const event of scan({ ...asked, isBrief: printer.isBrief })) {
    if (event.kind === "entries") {
      found += event.entries.length;
      printer.print(isTurned ? event.entries.toReversed() : event.entries);
      await printer.drained();
    } else {
      hasTrouble ||= event.kind === "failed";
      sayTrouble(shell, asked.sources, event);
    }
  }
  await printer.close();
  return { found, hasTrouble };
}

function sayTrouble(shell: Shell, sources: readonly Source[], event: Exclude<ScanEvent, { kind: "entries" }>): void {
  if (event.kind === "failed") {
    sayFault(shell, event.fault);
    return;
  }
  const label = sources.find(({ id }) => id === event.source)?.label ?? event.source;
  const { reason, lost } = event.gap;
  shell.stderr.write(
    `logstream: ${visible(label)}: ${lost ?? "an unknown number of"} entries are missing (${reason})\n`,
  );
}
