import type { Column } from "../../core/aggregate/table.js";
import { ok } from "../../core/fault.js";
import { createPatternTally, type PatternTally } from "../../core/template/pattern-tally.js";
import { type TemplateId, templateText } from "../../core/template/template.js";
import { counted } from "../../lib/counted.js";
import type { Invocation } from "../command.js";
import type { Finder } from "../query/finder.js";
import { openTablePrinter } from "../query/print-table.js";
import { startProgress } from "../query/progress.js";
import type { Answer } from "../question.js";
import { sayNote } from "../shell.js";
import { messageOf } from "./message-of.js";
import { printPatterns } from "./print-patterns.js";

/** Counts the matches by template and prints the templates; with --assign each match with its template. */
export const answerPatterns: Answer = async (invocation, _question, finder) => {
  const tally = createPatternTally(messageOf);
  const keep: Assigned[] | undefined = invocation.settings.assign ? [] : undefined;
  const progress = startProgress(invocation.shell, finder.howFar);
  let total: number;
  try {
    total = await tallyMatches(finder, { tally, keep, signal: invocation.shell.signal });
  } finally {
    progress.end();
  }
  await answerTally(invocation, { tally, keep, total });
  return ok(total);
};

export type Tally = {
  readonly tally: PatternTally;
  readonly keep: readonly Assigned[] | undefined;
  readonly total: number;
};

/** Prints what was counted. */
export async function answerTally(invocation: Invocation, { tally, keep, total }: Tally): Promise<void> {
  if (keep !== undefined) {
    await printAssigned(invocation, tally, keep);
    return;
  }
  await printPatterns(invocation, tally.patterns(), total);
  sayForgotten(invocation, tally);
  if (total > 0 && !invocation.settings.content) sayNote(invocation, HINT);
}

const HINT = "the entries of one of them: logstream query template:ID, of the same store or files";

/** An entry and the template that it had when it came. */
export type Assigned = { readonly line: number; readonly id: TemplateId };

type Counting = {
  readonly tally: PatternTally;
  readonly keep: Assigned[] | undefined;
  readonly signal: AbortSignal;
};

export async function tallyMatches(finder: Finder, { tally, keep, signal }: Counting): Promise<number> {
  let total = 0;
  for await (const entries of finder.matches({ direction: "oldest-first", limit: undefined, parts: "text" })) {
    for (const entry of entries) {
      const id = tally.add(entry);
      keep?.push({ line: entry.line, id });
    }
    total += entries.length;
    if (signal.aborted) break;
  }
  return total;
}

function sayForgotten(invocation: Invocation, tally: PatternTally): void {
  const { forgotten } = tally.miner.figures();
  if (forgotten === 0) return;
  const entries = counted(tally.forgotten());
  sayNote(invocation, `too many different messages: ${counted(forgotten)} rare ones are left out, ${entries} entries`);
}

const ASSIGNED: readonly Column[] = [
  { name: "line", kind: "key" },
  { name: "id", kind: "key" },
  { name: "template", kind: "key" },
];
const PART = 2_000;

/** The templates as they are in the end. */
async function printAssigned(
  invocation: Invocation,
  { final }: Pick<PatternTally, "final">,
  assigned: readonly Assigned[],
): Promise<void> {
  const printer = await openTablePrinter(invocation);
  for (let from = 0; from < assigned.length; from += PART) {
    const rows = assigned.slice(from, from + PART).map(({ line, id }) => {
      const template = final(id);
      return [line, template?.id ?? id, template === undefined ? undefined : templateText(template)];
    });
    await printer.print({ columns: ASSIGNED, rows, others: undefined });
  }
  await printer.close(ASSIGNED);
}
