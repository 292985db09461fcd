import { type Fault, type Result, failed, ok } from "../../core/fault.js";
import { bootOffsets } from "../../core/query/name-boots.js";
import { templateIdsIn } from "../../core/query/name-templates.js";
import { type QueryFault, renderQueryFault } from "../../core/query/query-fault.js";
import type { Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { withSaved } from "../filters/saved-context.js";
import { flagContext, statementOfFlags } from "../flags-to-query.js";
import { queryFiles } from "../query-files.js";
import type { QueryWords } from "../query-words.js";
import { limitOf, type Question } from "../question.js";
import { withRebuild } from "../rebuild-moment.js";
import { journalSpecs } from "./journal-specs.js";

/** What the words and flags of a command ask, and of what: of the store where there are no sources. */
export type Asked = { readonly question: Question; readonly sources: readonly string[] };

export async function questionOf(invocation: Invocation, { expression, sources }: QueryWords): Promise<Result<Asked>> {
  const { settings } = invocation;
  const context = withSaved(await withRebuild(flagContext(), invocation, expression), invocation);
  const asked = statementOfFlags(settings, expression, { ...context, countsBoots: true });
  if (!asked.ok) return asked;
  const limit = limitOf(settings);
  if (!limit.ok) return limit;
  return ok({ question: { ...asked.value, ...limit.value }, sources: [...sources, ...journalSpecs(settings)] });
}

/** Answers the question, once it is known what the names in it mean. Each part is loaded when it is wanted. */
export async function answerQuestion(
  invocation: Invocation,
  question: Question,
  sources: readonly string[],
): Promise<Result<number>> {
  const ask = async (inner: Invocation, asked: Question): Promise<Result<number>> =>
    sources.length > 0
      ? querySources(inner, asked, sources)
      : (await import("./query-store.js")).queryStore(inner, asked);
  if (templateIdsIn(question.query).length === 0) return ask(invocation, question);
  // What is to be said of the sources is said by the answer itself.
  const unheard = { ...invocation, settings: { ...invocation.settings, quiet: true, explain: false, follow: false } };
  const { nameTemplatesIn } = await import("../patterns/name-templates.js");
  const named = await nameTemplatesIn(question.query, (asked) => ask(unheard, asked));
  return named.ok ? ask(invocation, { ...question, query: named.value }) : named;
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

/** A query that does not parse: the place, what would be right there, the nearest form that is. */
export function sayQueryFault({ shell }: Invocation, expression: string, fault: Fault): Result<ExitCode> {
  if (!hasPlace(fault)) return failed(fault);
  const lines = renderQueryFault(expression, fault).split("\n");
  shell.stderr.write(`logstream: this query cannot be read\n${lines.map((line) => `  ${line}\n`).join("")}`);
  return ok(ExitCode.fault);
}

/** Flags make query text of their own, whose places mean nothing to the user. */
function hasPlace(fault: Fault): fault is QueryFault {
  return fault.code === "query-syntax" && "at" in fault;
}
