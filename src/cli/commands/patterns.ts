import { type Fault, type Result, failed, ok } from "../../core/fault.js";
import { createPatternTally } from "../../core/template/pattern-tally.js";
import type { Action, Invocation } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { answerPatterns, answerTally, type Assigned } from "../patterns/answer-patterns.js";
import { tallyLines } from "../patterns/content-lines.js";
import { messageOf } from "../patterns/message-of.js";
import { answerQuestion, questionOf, sayQueryFault } from "../query/ask.js";
import { fileWords } from "../query-words.js";
import { withPager } from "../query/pager.js";

export const patterns: Action = async (invocation) => {
  const words = fileWords(invocation.args);
  const asked = await questionOf(invocation, words);
  if (!asked.ok) return sayQueryFault(invocation, words.expression, asked.fault);
  const { question, sources } = asked.value;
  if (question.stages.length > 0) return failed(NO_STAGES);
  return withPager(invocation, (inner) =>
    inner.settings.content
      ? answerContent(inner, sources)
      : answerQuestion(inner, { ...question, answer: answerPatterns }, sources),
  );
};

const NO_STAGES: Fault = {
  code: "usage",
  message: "patterns takes a query without stages",
  hint: "leave out what comes behind the |",
};

async function answerContent(invocation: Invocation, sources: readonly string[]): Promise<Result<ExitCode>> {
  const tally = createPatternTally(messageOf);
  const keep: Assigned[] | undefined = invocation.settings.assign ? [] : undefined;
  const counted = await tallyLines(invocation, sources, { tally, keep });
  if (!counted.ok) return counted;
  await answerTally(invocation, { tally, keep, total: counted.value.lines });
  if (counted.value.hasFailed) return ok(ExitCode.fault);
  return ok(counted.value.lines > 0 ? ExitCode.done : ExitCode.nothingMatched);
}
