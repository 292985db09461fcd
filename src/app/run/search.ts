import type { Query } from "../../core/query/ast.js";
import { visible } from "../../lib/visible.js";
import type { Run } from "../command.js";
import { notice, noticeFault } from "../notices.js";
import { remembered } from "../overlays/history.js";
import { openSearchPrompt } from "../overlays/search-prompt.js";
import { nextMatch } from "../query/search.js";
import { searchQuery, wordAfter } from "../query/search-text.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { entryAtCursor } from "../stream/marks.js";

/** The search and its matches. */
export const SEARCH_RUNS = {
  search: (state, { argument, moment }) => {
    if (argument === undefined) return still(openSearchPrompt(state));
    const read = searchQuery(argument, moment);
    if (read === undefined) return still(state);
    if ("fault" in read) return noticeFault(state, read.fault);
    return nextMatch(searching(state, argument, read.query), "newer");
  },
  "next-match": (state) => nextMatch(state, "newer"),
  "previous-match": (state) => nextMatch(state, "older"),
  "search-word": (state) => searchWord(state),
} as const satisfies Partial<Record<string, Run>>;

function searchWord(state: State): ReturnType<Run> {
  const entry = entryAtCursor(state);
  const word = entry === undefined ? undefined : wordAfter(entry.message, state.search?.text);
  if (word === undefined) return notice(state, "info", "this line has no word to search for");
  const query: Query = { kind: "text", text: word, case: "smart" };
  return notice(
    searching(state, word, query),
    "info",
    `searching for ${visible(word)}: n and N go on, * takes the next word`,
  );
}

function searching(state: State, text: string, query: Query): State {
  return { ...state, search: { text, query }, histories: remembered(state.histories, "search", text) };
}
