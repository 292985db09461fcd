import { type Fault, type Result, failed, ok } from "../../core/fault.js";
import { EVERYTHING, type Query } from "../../core/query/ast.js";
import { nameTemplates, templateIdsIn, withoutTemplateIds } from "../../core/query/name-templates.js";
import { createPatternTally, type PatternTally } from "../../core/template/pattern-tally.js";
import type { TemplateId } from "../../core/template/template.js";
import type { Answer, Question } from "../question.js";
import { tallyMatches } from "./answer-patterns.js";
import { messageOf } from "./message-of.js";

/** Asks a question of whatever is asked now. */
export type Ask = (question: Question) => Promise<Result<number>>;

/**
 * The query with what `template:ID` means in place of the id. Templates are learnt from what the rest of the question
 * finds, as `patterns` does, and where that does not know the id, from everything.
 */
export async function nameTemplatesIn(query: Query, ask: Ask): Promise<Result<Query>> {
  const ids = templateIdsIn(query);
  if (ids.length === 0) return ok(query);
  let unknown: TemplateId | undefined;
  for (const asked of [withoutTemplateIds(query), EVERYTHING]) {
    const tally = createPatternTally(messageOf);
    const answer: Answer = async (invocation, _question, finder) => {
      if (!finder.isRereadable) return failed(READ_ONCE);
      return ok(await tallyMatches(finder, { tally, keep: undefined, signal: invocation.shell.signal }));
    };
    const learnt = await ask({ query: asked, stages: [], limit: undefined, fromOldest: true, answer });
    if (!learnt.ok) return learnt;
    unknown = ids.find((id) => tally.final(id) === undefined);
    if (unknown === undefined) return ok(named(query, tally));
  }
  return failed(unknownTemplate(unknown ?? ""));
}

function named(query: Query, tally: PatternTally): Query {
  return nameTemplates(query, tally.miner.templates(), (id) => tally.final(id));
}

const READ_ONCE: Fault = {
  code: "usage",
  message: "template:ID has to read everything twice, and this can be read once",
  hint: 'give the template itself: template:"session opened for user <*>"',
};

function unknownTemplate(id: string): Fault {
  return {
    code: "not-found",
    message: `no entry has the template ${id}`,
    hint: "logstream patterns lists them; ids are those of the same store or files",
  };
}
