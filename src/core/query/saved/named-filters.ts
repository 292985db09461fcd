import { lex } from "../lex.js";
import { parseQuery } from "../parse.js";
import type { FilterNames, TimeContext } from "../times.js";
import { meaningOf } from "../syntax/names.js";
import type { SavedFilter } from "./saved-filter.js";

/**
 * A context in which `filter:NAME` stands for what is saved under that name. What is saved may name no other one, so
 * that a short text stays a small query. `saved` is asked for them only when a query names one.
 */
export function withSavedFilters<Context extends TimeContext>(
  context: Context,
  saved: () => readonly SavedFilter[],
): Context {
  let known: readonly SavedFilter[] | undefined;
  const all = (): readonly SavedFilter[] => (known ??= saved());
  const plain: TimeContext = { ...context, filters: NONE };
  const filters: FilterNames = {
    names: () => all().map(({ name }) => name),
    read: (name) => {
      const found = all().find((filter) => filter.name === name);
      return found === undefined ? undefined : parseQuery(found.query, plain);
    },
  };
  return { ...context, filters };
}

/** Within what is saved. */
const NONE: FilterNames = { names: () => [], read: () => undefined };

/** The text with what is saved in the place of each `filter:NAME`: such a text can be saved itself. */
export function withoutFilterNames(text: string, saved: readonly SavedFilter[]): string {
  const lexed = lex(text);
  if (!lexed.ok) return text;
  let written = "";
  let at = 0;
  for (const token of lexed.tokens) {
    if (token.kind !== "field" || meaningOf(token.name).kind !== "saved" || token.value.kind === "regex") continue;
    const { plain } = token.value;
    const found = saved.find(({ name }) => name === plain);
    if (found === undefined) continue;
    written += `${text.slice(at, token.at)}(${found.query})`;
    at = token.end;
  }
  return written + text.slice(at);
}
