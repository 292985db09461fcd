import { resolve } from "node:path";
import { allOf } from "../app/query/effective.js";
import { fieldQuery } from "../app/overlays/detail.js";
import { type Fault, type Result, failed, ok } from "../core/fault.js";
import type { Query } from "../core/query/ast.js";
import { printQuery } from "../core/query/print.js";
import { micros } from "../core/time.js";
import { cursorOf } from "../library/cursor.js";
import type { AskedLines } from "../ui/outside/outside.js";
import { storePathOf } from "./choose-store.js";
import type { Invocation } from "./command.js";

/** Makes the `logstream query` command that gives the lines of a screen; fails where no command can. */
export function queryCommandFor(
  invocation: Pick<Invocation, "settings" | "paths">,
  specs: readonly string[],
): (asked: AskedLines) => Result<string> {
  const { settings, paths } = invocation;
  const store = storePathOf(settings, paths);
  if (store === undefined) return (asked) => ofSources(asked, specs);
  const where = resolve(store) === resolve(paths.store) ? [] : ["--store", resolve(store)];
  return (asked) => {
    // Neighbours are of all sources that are asked.
    if (asked.context > 0 && (asked.part !== undefined || asked.scope.sources !== undefined)) return failed(IN_CONTEXT);
    const query = allOf([asked.query, scopeQuery(asked)]);
    return ok(commandText([...expressionOf(query, asked.context), ...where, ...partOf(asked)]));
  };
}

const IN_CONTEXT: Fault = {
  code: "usage",
  message: "no query gives just these lines with their neighbours",
  hint: "z takes the neighbours away, or w writes the lines to a file",
};

/** What is kept nowhere is read again from where it came. */
function ofSources({ query, context, part }: AskedLines, specs: readonly string[]): Result<string> {
  if (specs.length === 0 || specs.some((spec) => spec === "-" || /^(?:stdin|exec):/.test(spec))) {
    return failed({
      code: "usage",
      message: "what is kept nowhere cannot be asked for again",
      hint: "start without --no-store, or w writes the lines to a file",
    });
  }
  if (context > 0 && part !== undefined) return failed(IN_CONTEXT);
  // Without a store lines have no cursor: those of the same time are given, too.
  const span: readonly Query[] =
    part === undefined ? [] : [{ kind: "time", from: part.first.at, to: micros(part.last.at + 1) }];
  const [expression = ""] = expressionOf(allOf([query, ...span]), context);
  return ok(commandText([expression, ...specs]));
}

/** The screen shows the sources it was started with, the store may have more. */
function scopeQuery({ scope }: AskedLines): Query {
  const queries = (scope.sources ?? []).map((source) => fieldQuery("source", source));
  const [only] = queries;
  if (only === undefined) return { kind: "all" };
  return queries.length === 1 ? only : { kind: "or", parts: queries };
}

function expressionOf(query: Query, context: number): readonly string[] {
  const matching = printQuery(query);
  if (matching === "") return [];
  const text = context > 0 ? `${matching} | context ${context}` : matching;
  return text.startsWith("-") ? [`--filter=${text}`] : [text];
}

function partOf({ part }: AskedLines): readonly string[] {
  return part === undefined ? [] : ["--cursor", cursorOf(part.first), "--lines", `+${part.count}`];
}

function commandText(words: readonly string[]): string {
  return ["logstream", "query", ...words].map(shellWord).join(" ");
}

/** One word of a POSIX shell, whatever is in it. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
