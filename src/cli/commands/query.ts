import { type Fault, failed } from "../../core/fault.js";
import type { Action } from "../command.js";
import { answerQuestion, questionOf, sayQueryFault } from "../query/ask.js";
import { journalSpecs } from "../query/journal-specs.js";
import { mismatch } from "../query/mismatch.js";
import { queryWords } from "../query-words.js";
import { sayNote } from "../shell.js";

export const query: Action = async (invocation) => {
  const { settings, shell } = invocation;
  const words = queryWords(invocation.args);
  const isOfSources = words.sources.length + journalSpecs(settings).length > 0;
  if (settings.listBoots && isOfSources) return failed(BOOTS_OF_STORE);
  const asked = await questionOf(invocation, words);
  if (!asked.ok) return sayQueryFault(invocation, words.expression, asked.fault);
  const { question, sources } = asked.value;
  const refused = mismatch(settings, question, sources);
  if (refused !== undefined) return failed(refused);
  if (settings.explain) (await import("../explain.js")).explainStatement(shell, question);
  if (settings.catalog) sayNote(invocation, "systemd's explanations are not added; -o verbose shows a MESSAGE_ID");
  // One number, and what has no end, are read as they come; bytes are for no terminal.
  const isPaged = shell.stdout.isTTY && !settings.count && !settings.follow && !settings.raw;
  if (!isPaged) return answerQuestion(invocation, question, sources);
  const { withPager } = await import("../query/pager.js");
  return withPager(invocation, (inner) => answerQuestion(inner, question, sources));
};

const BOOTS_OF_STORE: Fault = {
  code: "usage",
  message: "--list-boots lists the boots of what is kept, not of a source",
  hint: "leave the source out; for a journal say: journalctl --list-boots, with --directory=PATH for a copied one",
};
