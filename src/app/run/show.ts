import type { LogEntry } from "../../core/entry.js";
import { inputOf } from "../overlays/text-input.js";
import { entryInView } from "../views/focused.js";
import type { Call, Run } from "../command.js";
import { startAfresh, takeUp } from "../kept/restore.js";
import type { Step } from "../effect.js";
import { notice } from "../notices.js";
import { detailFor, detailItems, loadDetail } from "../overlays/detail.js";
import { chooseRow, openList, selectionOf } from "../overlays/list.js";
import { follow } from "../outside/links.js";
import { popOverlay, pushOverlay, topOverlay } from "../overlays/stack.js";
import { andThen, still, withEffects } from "../step.js";
import type { State } from "../state.js";
import { chooseInView } from "../views/show-view.js";
import { VIEWS } from "../views/registry.js";
import { nextContext, showContext } from "../stream/context.js";
import { applySavedRow } from "./saved.js";
import { toggleFold, toggleFoldAll } from "../stream/fold.js";
import { jumpTo } from "../stream/jumps.js";
import { entryAtCursor, markOf, setMark, toggleMark, toggleMarkedOnly } from "../stream/marks.js";
import { REPEATS, repeatAround, toggleRepeat } from "../stream/repeats.js";
import { isOnStrip } from "../stream/strip-state.js";
import { restrictToStrip, toggleStrip } from "../stream/strip.js";
import { toggleTags } from "../stream/tags.js";
import { reloadPage } from "../stream/window.js";

/** Detail, bookmarks, folding, wrapping, themes. */
export const SHOW_RUNS = {
  detail: (state) => {
    const entry = entryAtCursor(state);
    if (entry === undefined) return still(state);
    return loadDetail(pushOverlay(state, detailFor(entry)), entry);
  },
  mark: (state) => {
    const entry = entryInView(state);
    return entry === undefined ? still(state) : toggleMark(state, entry);
  },
  note: (state, { argument }) => {
    const entry = entryInView(state);
    if (entry === undefined) return still(state);
    const note = argument?.trim();
    return note === undefined ? still(writeNote(state, entry)) : setMark(state, entry, note === "-" ? undefined : note);
  },
  "marked-only": (state) => toggleMarkedOnly(state),
  "less-context": (state, { count }) => showContext(state, count ?? nextContext(state, -1)),
  "more-context": (state, { count }) => showContext(state, count ?? nextContext(state, 1)),
  context: (state, { argument }) => {
    const lines = /^\d{1,4}$/.exec(argument?.trim() ?? "");
    if (lines !== null) return showContext(state, Number(lines[0]));
    return notice(state, "fault", `'${argument ?? ""}' is no number of lines`, "try :context 3");
  },
  repeats: (state, { argument }) => {
    const next = REPEATS[(REPEATS.indexOf(state.stream.repeats.as) + 1) % REPEATS.length] ?? "same";
    const as = argument === undefined ? next : REPEATS.find((name) => name === argument.trim());
    if (as !== undefined) return showRepeats(state, as);
    return notice(state, "fault", `repeats cannot be shown as '${argument ?? ""}'`, `try ${REPEATS.join(", ")}`);
  },
  wrap: (state) => still({ ...state, stream: { ...state.stream, wrap: !state.stream.wrap, sideways: 0 } }),
  fold: (state) => {
    const { fold } = VIEWS[state.view];
    if (fold !== undefined) return still(fold(state, "selected"));
    const entry = entryAtCursor(state);
    const repeat = repeatAround(state, entry?.id);
    if (repeat !== undefined && (!repeat.isOpen || entry?.message.includes("\n") !== true))
      return reloadPage(toggleRepeat(state, repeat));
    return still(entry === undefined ? state : toggleFold(state, entry));
  },
  "fold-all": (state) => still(VIEWS[state.view].fold?.(state, "all") ?? toggleFoldAll(state)),
  theme: (state, { argument }) => (argument === undefined ? openList(state, "themes") : theme(state, argument.trim())),
  restore: (state, { moment }) => takeUp(state, moment),
  afresh: (state, { moment }) => startAfresh(state, moment),
  fields: (state) => still({ ...state, stream: { ...state.stream, fields: !state.stream.fields } }),
  tag: (state, { argument }) => {
    const entry = entryInView(state);
    if (entry === undefined) return still(state);
    return argument === undefined ? still(typeInto(state, "tag ")) : toggleTags(state, entry, argument);
  },
  histogram: (state) => toggleStrip(state),
  choose: (state, call) =>
    topOverlay(state) === undefined && isOnStrip(state)
      ? restrictToStrip(state)
      : topOverlay(state) === undefined
        ? chooseInView(state, call.moment)
        : choose(state, call),
} as const satisfies Partial<Record<string, Run>>;

const REPEATS_SAID = {
  same: "repeats of a line are one line; x shows them",
  alike: "also lines that differ in numbers are one, errors not",
  off: "every line is shown",
} as const;

function showRepeats(state: State, as: (typeof REPEATS)[number]): Step<State> {
  const shown = reloadPage({ ...state, stream: { ...state.stream, repeats: { as, opened: [] } } });
  return andThen(shown, (next) => notice(next, "info", REPEATS_SAID[as]));
}

/** The command line with the note as it is. */
function writeNote(state: State, entry: LogEntry): State {
  return typeInto(state, `note ${markOf(state, entry.id)?.note ?? ""}`);
}

function typeInto(state: State, line: string): State {
  const nothing = { recall: undefined, completion: undefined, fault: undefined };
  return pushOverlay(state, { kind: "command", input: inputOf(line), ...nothing });
}

function theme(state: State, name: string): ReturnType<Run> {
  const { available } = state.themes;
  if (available.includes(name)) return withEffects(state, { kind: "apply-theme", name });
  return notice(state, "fault", `there is no theme '${name}'`, `themes are ${available.join(", ")}`);
}

/** Enter: on a neighbour in the detail panel goes there, elsewhere in it closes it; in a list takes the row. */
function choose(state: State, call: Call): ReturnType<Run> {
  const top = topOverlay(state);
  if (top?.kind === "list") return chooseInList(state, call);
  if (top?.kind !== "detail") return still(state);
  const item = detailItems(state)[top.selected];
  if (item?.kind !== "neighbour" || item.isSelf) return still(popOverlay(state));
  return jumpTo(state, item.entry.id);
}

function chooseInList(state: State, call: Call): ReturnType<Run> {
  const row = selectionOf(state)?.row;
  switch (row?.kind) {
    case "filter":
      return call.run(state, "filter-edit", undefined);
    case "link":
      return follow(popOverlay(state), row.link);
    case "saved":
      return applySavedRow(popOverlay(state), row.row, call.moment);
    default:
      return chooseRow(state);
  }
}
