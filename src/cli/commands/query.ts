import { existsSync } from "node:fs";
import { bootAt } from "../../core/boots.js";
import { type Fault, type Result, failed, faultOf, ok } from "../../core/fault.js";
import type { LogReader } from "../../core/ports.js";
import { bootOffsets } from "../../core/query/name-boots.js";
import { type QueryFault, renderQueryFault } from "../../core/query/query-fault.js";
import { runningBoot } from "../../engine/environment.js";
import { openStoreReader } from "../../engine/in-process.js";
import { visible } from "../../lib/visible.js";
import type { StoreReader } from "../../store/open-store.js";
import { bootLines, bootTable, nameBootsOfSources, noBoot, saidBoot } from "../boots.js";
import { storePathOf } from "../choose-store.js";
import { FILTER_OPTIONS } from "../../config/options.js";
import type { Command, Invocation } from "../command.js";
import { write } from "../shell.js";
import { historyOf } from "../engine-config.js";
import { openPrinter } from "../entry-printer.js";
import { ExitCode } from "../exit-code.js";
import { explainQuery, explainSources, explainStore } from "../explain.js";
import { flagContext, queryOfFlags } from "../flags-to-query.js";
import { machineOffsetMinutes } from "../machine-offset.js";
import { isoLocal } from "../output/time-text.js";
import { reachBack } from "../reach-back.js";
import { queryFiles } from "../query-files.js";
import { queryWords } from "../query-words.js";
import { unknownSession } from "../sessions/unknown-session.js";
import { withRebuild } from "../rebuild-moment.js";
import type { Question } from "../question.js";
import { followStore, printKept } from "../store-printer.js";

export const query: Command = {
  name: "query",
  summary: "ask one question: of the store, or of the files named (- is standard input)",
  args: "[expression] [source...]",
  options: [
    ...FILTER_OPTIONS,
    "lines",
    "reverse",
    "follow",
    "output",
    "fields",
    "count",
    "explain",
    "noPager",
    "listBoots",
  ],
  examples: [
    "logstream query 'level>=warning since:-1h'",
    "logstream query 'error -foo' /var/log/syslog -o ndjson",
    "logstream query -c timeout '/var/log/*.log'",
    "logstream query journal: -n 50",
    "logstream query 'event:unit-failed' --boot -1",
  ],
  run: async (invocation) => {
    const { expression, sources } = queryWords(invocation.args);
    if (invocation.settings.listBoots && sources.length > 0) return failed(BOOTS_OF_STORE);
    const context = await withRebuild(flagContext(), invocation, expression);
    const asked = queryOfFlags(invocation.settings, expression, { ...context, countsBoots: true });
    if (!asked.ok) return sayQueryFault(invocation, expression, asked.fault);
    const limit = historyOf(invocation.settings.lines, undefined);
    if (!limit.ok) return limit;
    const question: Question = { query: asked.value, limit: limit.value };
    if (invocation.settings.explain) explainQuery(invocation.shell, question.query);
    return sources.length > 0 ? querySources(invocation, question, sources) : queryStore(invocation, question);
  },
};

const BOOTS_OF_STORE: Fault = {
  code: "usage",
  message: "--list-boots lists the boots of what is kept, not of a source",
  hint: "leave the source out; for a journal say: journalctl --list-boots, with --directory=PATH for a copied one",
};

/** A query that does not parse: the place, what would be right there, the nearest form that is. */
function sayQueryFault({ shell }: Invocation, expression: string, fault: Fault): Result<ExitCode> {
  if (!hasPlace(fault)) return failed(fault);
  const lines = renderQueryFault(expression, fault).split("\n");
  shell.stderr.write(`logstream: this query cannot be read\n${lines.map((line) => `  ${line}\n`).join("")}`);
  return ok(ExitCode.fault);
}

/** Flags make query text of their own, whose places mean nothing to the user. */
function hasPlace(fault: Fault): fault is QueryFault {
  return fault.code === "query-syntax" && "at" in fault;
}

async function querySources(
  invocation: Invocation,
  question: Question,
  sources: readonly string[],
): Promise<Result<ExitCode>> {
  const named = await nameBootsOfSources(question.query, sources);
  return named.ok ? queryFiles(invocation, { ...question, query: named.value }, sources) : named;
}

const EVERYWHERE = { sources: undefined } as const;

async function queryStore(invocation: Invocation, question: Question): Promise<Result<ExitCode>> {
  const path = storePathOf(invocation.settings, invocation.paths);
  if (path === undefined) {
    return failed({
      code: "usage",
      message: "there is nothing to ask with --no-store",
      hint: "name a file, or leave --no-store out",
    });
  }
  if (!existsSync(path)) {
    if (invocation.settings.store !== undefined) {
      const hint = "start `logstream record` or `logstream` to keep one, or name a file to search";
      return failed({ code: "not-found", message: `no log is kept yet in ${path}`, hint });
    }
    invocation.shell.stderr.write(`logstream: no log is kept yet in ${visible(path)}; the journal is asked\n`);
    return queryFiles(invocation, question, ["journal:"]);
  }
  try {
    const reader = openStoreReader(path);
    const answered = await answerFrom(reader, invocation, question);
    await reader.close();
    return answered;
  } catch (caught) {
    const fault = faultOf(caught);
    return fault.code === "cancelled" ? ok(ExitCode.done) : failed(fault);
  }
}

async function answerFrom(reader: StoreReader, invocation: Invocation, question: Question): Promise<Result<ExitCode>> {
  const { settings, shell } = invocation;
  if (settings.listBoots) {
    const boots = await reader.boots();
    const isJson = settings.output === "json" || settings.output === "ndjson";
    await write(shell, isJson ? bootLines(boots) : bootTable(boots));
    return ok(boots.length > 0 ? ExitCode.done : ExitCode.nothingMatched);
  }
  const offsets = bootOffsets(question.query);
  const boots = offsets.length === 0 ? [] : await reader.boots();
  for (const offset of offsets) {
    const boot = bootAt(boots, offset);
    if (boot === undefined && settings.boot !== undefined) return failed(noBoot(offset, boots.length));
    if (boot !== undefined && boot.id !== runningBoot()) shell.stderr.write(`logstream: ${saidBoot(offset, boot)}\n`);
  }
  // Boots are counted by what is kept: what is not cannot be asked for by such a number.
  const code = await answerFromAll(reader, invocation, question, offsets.length === 0);
  // A field of that name may have matched in records of others, so this is looked at last.
  const unknown =
    code === ExitCode.nothingMatched ? unknownSession(question.query, await reader.sessions()) : undefined;
  return unknown === undefined ? ok(code) : failed(unknown);
}

/** From the store, and where the question reaches further back from the journals themselves. */
async function answerFromAll(
  reader: StoreReader,
  invocation: Invocation,
  question: Question,
  mayReachBack: boolean,
): Promise<ExitCode> {
  const { settings, shell, paths } = invocation;
  const isBack = mayReachBack && !settings.follow;
  const farther = isBack ? await reachBack(reader, question.query, shell.signal) : undefined;
  for (const begin of farther?.begins ?? []) sayBegin(shell, begin);
  const answering = { ...reader, ...farther };
  const code = settings.count
    ? await printCount(invocation, answering, question)
    : await printEntries(invocation, answering, question);
  if (settings.explain) {
    const path = storePathOf(settings, paths) ?? "";
    await explainStore(shell, reader, { path, query: question.query, scope: EVERYWHERE });
    explainSources(shell, farther?.witnesses ?? []);
  }
  return code;
}

function sayBegin({ stderr }: Invocation["shell"], begin: { readonly label: string; readonly first: number }): void {
  const at = isoLocal(begin.first, machineOffsetMinutes(begin.first / 1_000));
  stderr.write(
    `logstream: ${visible(begin.label)}: the store begins at ${at}; what is older is read from the journal\n`,
  );
}

async function printCount({ shell }: Invocation, reader: LogReader, question: Question): Promise<ExitCode> {
  const count = await reader.count(question.query, EVERYWHERE, shell.signal);
  const shown = Math.min(count, question.limit ?? count);
  await write(shell, `${shown}\n`);
  return shown > 0 ? ExitCode.done : ExitCode.nothingMatched;
}

async function printEntries(invocation: Invocation, reader: LogReader, asked: Question): Promise<ExitCode> {
  const { signal } = invocation.shell;
  const { reverse, follow } = invocation.settings;
  const printer = openPrinter(invocation, { manySources: false, isEndless: follow });
  const question = { ...asked, reader, scope: EVERYWHERE, reverse, printer, signal };
  try {
    const found = follow ? await followStore(question, signal) : await printKept(question, () => true);
    return found > 0 ? ExitCode.done : ExitCode.nothingMatched;
  } finally {
    await printer.close();
  }
}
