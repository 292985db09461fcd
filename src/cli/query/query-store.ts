import { existsSync } from "node:fs";
import { bootAt } from "../../core/boots.js";
import type { Table } from "../../core/aggregate/table.js";
import { Bug, type Result, failed, faultOf, ok } from "../../core/fault.js";
import type { AggregateSnapshot, LogReader } from "../../core/ports.js";
import { bootOffsets } from "../../core/query/name-boots.js";
import { runningBoot } from "../../engine/environment.js";
import { openStoreReader } from "../../engine/store-reader.js";
import type { StoreReader } from "../../store/open-store.js";
import { bootLines, bootTable, noBoot, saidBoot } from "../boots.js";
import { storePathOf } from "../choose-store.js";
import type { Invocation } from "../command.js";
import { openPrinter } from "../entry-printer.js";
import { ExitCode } from "../exit-code.js";
import { sayArchives } from "../archive-words.js";
import { explainSources, explainStore } from "../explain.js";
import { machineOffsetMinutes } from "../machine-offset.js";
import { isoLocal } from "../output/time-text.js";
import { queryFiles } from "../query-files.js";
import type { Question } from "../question.js";
import { type FartherReader, reachBack } from "../reach-back.js";
import { unknownSession } from "../sessions/unknown-session.js";
import { sayFault, sayNote, write } from "../shell.js";
import { followStore } from "../store-printer.js";
import { answerFrom } from "./answer.js";
import { contextFromPages } from "./context-pages.js";
import { beginAt } from "./from-cursor.js";
import { type Finder, oldestFirst, tableOfMatches } from "./finder.js";

const EVERYWHERE = { sources: undefined } as const;

/** Answers the question from what is kept; where nothing is, from the machine's journal. */
export async function queryStore(invocation: Invocation, question: Question): Promise<Result<ExitCode>> {
  const path = storePathOf(invocation.settings, invocation.paths);
  if (path === undefined) {
    return failed({
      code: "usage",
      message: "there is nothing to ask with --no-store",
      hint: "name a file, or leave --no-store out",
    });
  }
  if (!existsSync(path)) {
    if (invocation.settings.store !== undefined || question.begin?.place.kind === "kept") {
      const hint = "start `logstream record` or `logstream` to keep one, or name a file to search";
      return failed({ code: "not-found", message: `no log is kept yet in ${path}`, hint });
    }
    sayNote(invocation, `no log is kept yet in ${path}; the journal is asked`);
    return queryFiles(invocation, question, ["journal:"]);
  }
  try {
    const reader = openStoreReader(path, (fault) => sayFault(invocation.shell, fault));
    try {
      return await answer(reader, invocation, question);
    } finally {
      await reader.close();
    }
  } catch (caught) {
    const fault = faultOf(caught);
    return fault.code === "cancelled" ? ok(ExitCode.done) : failed(fault);
  }
}

async function answer(reader: StoreReader, invocation: Invocation, question: Question): Promise<Result<ExitCode>> {
  const { settings } = invocation;
  if (settings.listBoots) return printBoots(reader, invocation);
  const offsets = bootOffsets(question.query);
  const boots = offsets.length === 0 ? [] : await reader.boots();
  for (const offset of offsets) {
    const boot = bootAt(boots, offset);
    if (boot === undefined && settings.boot !== undefined) return failed(noBoot(offset, boots.length));
    if (boot !== undefined && boot.id !== runningBoot()) sayNote(invocation, saidBoot(offset, boot));
  }
  // Boots are counted by what is kept: what is not cannot be asked for by such a number.
  const found = await answerFromAll(reader, invocation, question, offsets.length === 0);
  if (!found.ok || found.value > 0) return found.ok ? ok(ExitCode.done) : found;
  // A field of that name may have matched in records of others, so this is looked at last.
  const unknown = unknownSession(question.query, await reader.sessions());
  return unknown === undefined ? ok(ExitCode.nothingMatched) : failed(unknown);
}

async function printBoots(reader: StoreReader, { settings, shell }: Invocation): Promise<Result<ExitCode>> {
  const boots = await reader.boots();
  const isJson = settings.output === "json" || settings.output === "ndjson";
  await write(shell, isJson ? bootLines(boots) : bootTable(boots));
  return ok(boots.length > 0 ? ExitCode.done : ExitCode.nothingMatched);
}

/** From the store, and where the question reaches further back from the journals themselves. */
async function answerFromAll(
  reader: StoreReader,
  invocation: Invocation,
  question: Question,
  mayReachBack: boolean,
): Promise<Result<number>> {
  const { settings, shell, paths } = invocation;
  // The neighbours of what is older than the store are not kept either.
  const isInContext = question.stages.some(({ kind }) => kind === "context");
  const isPlaced = isInContext || question.begin !== undefined;
  const isBack = mayReachBack && !settings.follow && !isPlaced;
  const farther = isBack ? await reachBack(reader, question.query, shell.signal) : undefined;
  sayBegins(invocation, farther?.begins ?? []);
  await sayArchives(shell, reader, { query: question.query, isExplained: settings.explain });
  const found =
    settings.follow && !settings.count
      ? await follow(invocation, reader, question)
      : await answerFrom(invocation, question, finderIn(invocation, reader, question, farther), ONE_LOG);
  if (found.ok && settings.explain) {
    const path = storePathOf(settings, paths) ?? "";
    await explainStore(shell, reader, { path, query: question.query, scope: EVERYWHERE });
    explainSources(shell, farther?.witnesses ?? []);
  }
  return found;
}

/** What is kept of many sources is one log: its lines do not say whose they are. */
const ONE_LOG = { manySources: false, isKept: true } as const;

function finderIn(
  { shell }: Invocation,
  reader: LogReader,
  { query, begin }: Question,
  farther: FartherReader | undefined,
): Finder {
  const { signal } = shell;
  const asked: Pick<LogReader, "scan" | "count"> = farther ?? reader;
  const matches: Finder["matches"] = (wanted) => asked.scan({ query, scope: EVERYWHERE, ...wanted }, signal);
  const finder: Finder = {
    matches,
    table: (stages) =>
      farther === undefined
        ? lastTable(reader.aggregate({ statement: { query, stages }, scope: EVERYWHERE }, signal))
        : tableOfMatches(matches, stages),
    inContext: (wanted, around) =>
      contextFromPages({ reader, scope: EVERYWHERE, signal }, oldestFirst(matches, wanted), around),
    count: () => asked.count(query, EVERYWHERE, signal),
    howFar: async () => {
      const { sources, opened } = await reader.explain(query, EVERYWHERE);
      const total = sources.reduce((sum, { entries, ruledOut }) => sum + entries - ruledOut.entries, 0);
      return { done: Math.min(total, opened.entries), total, what: "entries" };
    },
    isRereadable: true,
  };
  return begin === undefined ? finder : beginAt(finder, begin, { reader, query, signal });
}

/** The last table is the complete one. */
async function lastTable(snapshots: AsyncIterable<AggregateSnapshot>): Promise<Table> {
  let last: Table | undefined;
  for await (const { table } of snapshots) last = table;
  if (last === undefined) throw new Bug("a statement has made no table");
  return last;
}

function sayBegins(invocation: Invocation, begins: FartherReader["begins"]): void {
  for (const { label, first } of begins) {
    const at = isoLocal(first, machineOffsetMinutes(first / 1_000));
    sayNote(invocation, `${label}: the store begins at ${at}; what is older is read from the journal`);
  }
}

async function follow(invocation: Invocation, reader: LogReader, asked: Question): Promise<Result<number>> {
  const { signal } = invocation.shell;
  const opened = await openPrinter(invocation, { ...ONE_LOG, isEndless: true });
  if (!opened.ok) return opened;
  const printer = opened.value;
  const question = { ...asked, reader, scope: EVERYWHERE, reverse: invocation.settings.reverse, printer, signal };
  try {
    return ok(await followStore(question, signal));
  } finally {
    await printer.close();
  }
}
