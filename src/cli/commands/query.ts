import { type Fault, type Result, failed, ok } from "../../core/fault.js";
import { type QueryFault, renderQueryFault } from "../../core/query/query-fault.js";
import { bootOffsets } from "../../core/query/name-boots.js";
import type { Action, Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { flagContext, statementOfFlags } from "../flags-to-query.js";
import { journalSpecs } from "../query/journal-specs.js";
import { queryFiles } from "../query-files.js";
import { queryWords } from "../query-words.js";
import { mismatch } from "../query/mismatch.js";
import { type Question, limitOf } from "../question.js";
import { withRebuild } from "../rebuild-moment.js";
import { sayNote } from "../shell.js";

export const query: Action = async (invocation) => {
  const { settings, shell } = invocation;
  const words = queryWords(invocation.args);
  const sources = [...words.sources, ...journalSpecs(settings)];
  const { expression } = words;
  if (settings.listBoots && sources.length > 0) return failed(BOOTS_OF_STORE);
  const context = await withRebuild(flagContext(), invocation, expression);
  const asked = statementOfFlags(settings, expression, { ...context, countsBoots: true });
  if (!asked.ok) return sayQueryFault(invocation, expression, asked.fault);
  const limit = limitOf(settings);
  if (!limit.ok) return limit;
  const question: Question = { ...asked.value, ...limit.value };
  const refused = mismatch(settings, question, sources);
  if (refused !== undefined) return failed(refused);
  if (settings.explain) (await import("../explain.js")).explainStatement(shell, question);
  if (settings.catalog) sayNote(invocation, "systemd's explanations are not added; -o verbose shows a MESSAGE_ID");
  // Each is loaded when it is wanted: what asks a journal needs no store.
  const answer = async (inner: Invocation): Promise<Result<number>> =>
    sources.length > 0
      ? querySources(inner, question, sources)
      : (await import("../query/query-store.js")).queryStore(inner, question);
  // One number, and what has no end, are read as they come; bytes are for no terminal.
  const isPaged = shell.stdout.isTTY && !settings.count && !settings.follow && !settings.raw;
  return isPaged ? (await import("../query/pager.js")).withPager(invocation, answer) : answer(invocation);
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
  if (bootOffsets(question.query).length === 0) return queryFiles(invocation, question, sources);
  const named = await (await import("../boots.js")).nameBootsOfSources(question.query, sources);
  return named.ok ? queryFiles(invocation, { ...question, query: named.value }, sources) : named;
}
