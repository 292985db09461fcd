import type { Run } from "../command.js";
import type { Link } from "../../core/links/link.js";
import { notice } from "../notices.js";
import { fileNamed, follow, linksHere, openLinks } from "../outside/links.js";
import type { Effect, Step } from "../effect.js";
import { type Lines, linesFromCursor, selectedLines, shownLines } from "../outside/lines.js";
import { askFor } from "../overlays/ask-prompt.js";
import { detailItems } from "../overlays/detail.js";
import { topOverlay } from "../overlays/stack.js";
import { still, withEffects } from "../step.js";
import type { State } from "../state.js";
import { beginSelection, endSelection } from "../stream/selection.js";

/** What leaves the program: to the clipboard, to a file, to another program. */
export const OUTSIDE_RUNS = {
  copy: (state, { count }) => copyField(state) ?? copyLines(state, count ?? 1),
  "copy-query": (state) => taken(state, { kind: "copy-query", lines: selectedOrShown(state) }),
  open: (state) => openOne(state, linksHere(state), "this line names nothing that can be opened"),
  edit: (state, { argument }) => {
    if (argument !== undefined) return withEffects(state, fileNamed(argument.trim()));
    const files = linksHere(state).filter(({ kind }) => kind === "file");
    return openOne(state, files, "this line names no file");
  },
  select: (state, { count }) =>
    still(state.stream.selection === undefined ? beginSelection(state, count ?? 1) : endSelection(state)),
  write: (state, { argument }) =>
    argument === undefined
      ? askFor(state, "write")
      : taken(state, { kind: "write-lines", lines: selectedOrShown(state), path: argument.trim(), ifThere: "ask" }),
  pipe: (state, { argument }) =>
    argument === undefined
      ? askFor(state, "pipe")
      : taken(state, { kind: "pipe-lines", lines: selectedOrShown(state), command: argument.trim() }),
} as const satisfies Partial<Record<string, Run>>;

/** The only one at once; of several one is to be chosen. */
function openOne(state: State, links: readonly Link[], missing: string): Step<State> {
  const [first, second] = links;
  if (first === undefined) return notice(state, "info", missing);
  return second === undefined ? follow(state, first) : still(openLinks(state, links));
}

function copyLines(state: State, count: number): Step<State> {
  const lines = selectedLines(state) ?? linesFromCursor(state, count);
  return lines === undefined ? still(state) : taken(state, { kind: "copy-lines", lines });
}

/** In the detail panel the focused value, not the line. */
function copyField(state: State): Step<State> | undefined {
  const top = topOverlay(state);
  if (top?.kind !== "detail") return undefined;
  const item = detailItems(state)[top.selected];
  return item?.kind === "field"
    ? withEffects(state, { kind: "copy-text", text: item.value, what: item.name })
    : undefined;
}

function selectedOrShown(state: State): Lines {
  return selectedLines(state) ?? shownLines(state);
}

/** What was selected has been used. */
function taken(state: State, effect: Effect): Step<State> {
  return withEffects(endSelection(state), effect);
}
