import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import type { SearchPrompt } from "../overlay.js";
import { searchFrom } from "../query/search.js";
import { searchQuery } from "../query/search-text.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { pauseFollow, resumeFollow } from "../stream/follow.js";
import { leaveTrace } from "../stream/jumps.js";
import { goToEntry, requestPage } from "../stream/window.js";
import { remembered } from "./history.js";
import { popOverlay, pushOverlay, replaceOverlay } from "./stack.js";
import { NO_TEXT } from "./text-input.js";

/** Opens the prompt and remembers where Esc goes back to. */
export function openSearchPrompt(state: State): State {
  const { cursor, cursorLine: line, follow } = state.stream;
  return pushOverlay(state, {
    kind: "search",
    input: NO_TEXT,
    recall: undefined,
    origin: { cursor, line, follow, search: state.search },
    fault: undefined,
    completion: undefined,
    missing: false,
  });
}

/** Goes to the first match of what is typed so far, seen from where the search began. */
export function searchTyped(state: State, prompt: SearchPrompt, moment: Moment): Step<State> {
  const { text } = prompt.input;
  const read = searchQuery(text, moment);
  if (read === undefined) return goBack(replaceOverlay(state, { ...prompt, fault: undefined, missing: false }), prompt);
  if ("fault" in read) return still(replaceOverlay(state, { ...prompt, fault: read.fault, missing: false }));
  const shown = replaceOverlay(state, { ...prompt, fault: undefined });
  return searchFrom(shown, { text, query: read.query }, prompt.origin);
}

/** Enter: stays at the match; without a text the last search goes on. */
export function acceptSearch(state: State, prompt: SearchPrompt): Step<State> {
  const { text } = prompt.input;
  if (prompt.fault !== undefined) return still(state);
  if (text === "") return still(popOverlay({ ...state, search: prompt.origin.search }));
  const histories = remembered(state.histories, "search", text);
  const { cursor } = state.stream;
  const traced = leaveTrace({ ...state, histories, stream: { ...state.stream, cursor: prompt.origin.cursor } });
  return still(popOverlay({ ...traced, stream: { ...traced.stream, cursor } }));
}

/** Esc: everything is as it was before the prompt was opened. */
export function cancelSearch(state: State, prompt: SearchPrompt): Step<State> {
  return goBack(popOverlay(state), prompt);
}

function goBack(state: State, { origin }: SearchPrompt): Step<State> {
  const restored = { ...state, search: origin.search, requests: { ...state.requests, find: undefined } };
  if (state.stream.cursor === origin.cursor) return still(origin.follow ? resumeFollow(restored) : restored);
  if (origin.follow) return requestPage(resumeFollow(restored), { kind: "tail" }, { kind: "tail" });
  if (origin.cursor === undefined) return still(restored);
  const back = goToEntry(pauseFollow(restored), origin.cursor);
  const page = back.state.requests.page;
  if (page === undefined) return still({ ...back.state, stream: { ...back.state.stream, cursorLine: origin.line } });
  const place = { kind: "anchor", line: origin.line } as const;
  return { ...back, state: { ...back.state, requests: { ...back.state.requests, page: { ...page, place } } } };
}
