import type { Page } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { parseQuery } from "../../core/query/parse.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import type { FilterPrompt } from "../overlay.js";
import { effectiveQuery } from "../query/effective.js";
import { addFilter, editFilter } from "../query/filters.js";
import { still } from "../step.js";
import type { Filter, FilterMode, FilterState, State } from "../state.js";
import { savedFilterOf } from "../../core/query/saved/words.js";
import { noticeFault } from "../notices.js";
import { changeSaved } from "../saved/keep.js";
import { remembered } from "./history.js";
import { popOverlay, pushOverlay, replaceOverlay } from "./stack.js";
import { NO_TEXT, inputOf } from "./text-input.js";

const SAMPLE = { before: 3, after: 3 } as const;

/** What is changed in the prompt: a filter, or one that is saved under a name. */
type Edited = Pick<Filter, "mode" | "text"> & { readonly id?: number; readonly name?: string };

/** Opens the prompt, empty or with what is to be changed. */
export function openFilterPrompt(state: State, mode: FilterMode, edit?: Edited): State {
  return pushOverlay(state, {
    kind: "filter",
    input: edit === undefined ? NO_TEXT : inputOf(edit.text),
    recall: undefined,
    mode: edit?.mode ?? mode,
    editing: edit?.id,
    saving: edit?.name,
    fault: undefined,
    preview: undefined,
    completion: undefined,
  });
}

/** Reads what is typed and asks what would stay. A `!` at the very start turns an include into an exclude. */
export function filterTyped(state: State, prompt: FilterPrompt, moment: Moment): Step<State> {
  if (prompt.mode === "include" && prompt.saving === undefined && prompt.input.text.startsWith("!")) {
    const input = { text: prompt.input.text.slice(1), caret: Math.max(0, prompt.input.caret - 1) };
    return filterTyped(state, { ...prompt, mode: "exclude", input }, moment);
  }
  const { text } = prompt.input;
  const parsed = text.trim() === "" ? undefined : parseQuery(text, moment);
  if (parsed?.ok !== true) {
    const fault = parsed?.fault;
    const requests = { ...state.requests, preview: undefined };
    return still(replaceOverlay({ ...state, requests }, { ...prompt, fault, preview: undefined }));
  }
  return preview(state, { ...prompt, fault: undefined }, parsed.value);
}

/** Takes in how many entries would stay. */
export function previewCounted(state: State, request: number, count: number): State {
  return withPreview(state, request, { count });
}

/** Takes in the nearest entries that would stay. */
export function previewLoaded(state: State, request: number, page: Page): State {
  return withPreview(state, request, { sample: page.entries });
}

/** Enter: the filter is added, or changed; a text that does not parse stays in the prompt. */
export function acceptFilter(state: State, prompt: FilterPrompt, moment: Moment): Step<State> {
  const text = prompt.input.text.trim();
  if (text === "") return still(popOverlay(state));
  const parsed = parseQuery(text, moment);
  // What is missing at the end is blamed now, too.
  if (!parsed.ok) {
    const fault = { ...parsed.fault, length: Math.max(1, parsed.fault.length) };
    return still(replaceOverlay(state, { ...prompt, fault, completion: undefined }));
  }
  const histories = remembered(state.histories, "filter", text);
  const closed = popOverlay({ ...state, histories, requests: { ...state.requests, preview: undefined } });
  if (prompt.saving !== undefined) return saveAs(closed, prompt.saving, text, moment);
  const filter = { mode: prompt.mode, text, query: parsed.value };
  return prompt.editing === undefined ? addFilter(closed, filter) : editFilter(closed, prompt.editing, filter);
}

/** The saved filter has another query from now on; one that ships with the program gets one of the user's over it. */
function saveAs(state: State, name: string, text: string, moment: Moment): Step<State> {
  const all = state.saved.list.map(({ filter }) => filter);
  const before = all.find((filter) => filter.name === name);
  const filter = savedFilterOf({ name, query: text, tags: before?.tags ?? [] }, all);
  if (!filter.ok) return noticeFault(state, filter.fault);
  const kept = { ...filter.value, about: before?.about ?? "" };
  return changeSaved(state, { kind: "put", filter: kept, insteadOf: undefined }, moment);
}

function preview(state: State, prompt: FilterPrompt, query: Query): Step<State> {
  const id = state.requests.next;
  const { cursor, follow } = state.stream;
  const anchor =
    follow || cursor === undefined ? ({ kind: "tail" } as const) : ({ kind: "entry", id: cursor } as const);
  const page = {
    query: effectiveQuery(candidate(state.filters, prompt, query)),
    scope: state.scope,
    anchor,
    ...SAMPLE,
  };
  // The last answer stays until the next one has come, so that the preview does not flicker while typing.
  const waiting = { query, count: undefined, sample: prompt.preview?.sample };
  const asked = { ...state, requests: { ...state.requests, next: id + 1, preview: id } };
  const shown = replaceOverlay(asked, { ...prompt, preview: waiting });
  return { state: shown, effects: [{ kind: "preview", request: id, page }] };
}

function candidate(filters: FilterState, { mode, editing }: FilterPrompt, query: Query): FilterState {
  const filter: Filter = { id: editing ?? filters.nextId, mode, text: "", query, enabled: true, hits: undefined };
  return { ...filters, list: [...filters.list.filter((other) => other.id !== editing), filter] };
}

function withPreview(
  state: State,
  request: number,
  news: { readonly count?: number; readonly sample?: Page["entries"] },
): State {
  const prompt = state.overlays.find((overlay) => overlay.kind === "filter");
  if (state.requests.preview !== request || prompt?.preview === undefined) return state;
  return replaceOverlay(state, { ...prompt, preview: { ...prompt.preview, ...news } });
}
