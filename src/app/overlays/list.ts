import type { Link } from "../../core/links/link.js";
import { type Level, LEVELS } from "../../core/level.js";
import type { SourceStatus } from "../../core/ports.js";
import type { Effect, Step } from "../effect.js";
import { type LayoutPart, PART_NAMES } from "../looks/layout.js";
import { layoutNames, nextOfPart, showLayout } from "../looks/looks.js";
import type { Lines } from "../outside/lines.js";
import type { ListKind, ListOverlay } from "../overlay.js";
import { addFilter, setLevel, withoutHits } from "../query/filters.js";
import { andThen, withEffects } from "../step.js";
import type { State } from "../state.js";
import { printQuery } from "../../core/query/print.js";
import { fieldQuery } from "./detail.js";
import { type FilterListRow, filterRows } from "./filter-rows.js";
import { popOverlay, pushOverlay, replaceOverlay } from "./stack.js";

/** One row of a list to choose from. */
export type ListRow =
  | FilterListRow
  | { readonly kind: "level"; readonly level: Level | undefined; readonly isCurrent: boolean }
  | { readonly kind: "source"; readonly status: SourceStatus }
  | { readonly kind: "theme"; readonly name: string; readonly isCurrent: boolean }
  | { readonly kind: "layout"; readonly name: string; readonly isOwn: boolean; readonly isCurrent: boolean }
  | { readonly kind: "part"; readonly part: LayoutPart; readonly value: string }
  | { readonly kind: "link"; readonly link: Link }
  /** What is to become of a file that is there already. */
  | { readonly kind: "file-there"; readonly choice: "leave" | "append" | "replace" };

/** The open list with its rows; `row` is undefined where there are none. */
export type ListSelection = {
  readonly overlay: ListOverlay;
  readonly rows: readonly ListRow[];
  readonly row: ListRow | undefined;
};

/** The rows of a list, made anew from the state each time. */
export function rowsOfList(state: State, list: ListKind): readonly ListRow[] {
  switch (list) {
    case "filters":
      return filterRows(state);
    case "levels":
      return [undefined, ...LEVELS.toReversed()].map((level) => ({
        kind: "level",
        level,
        isCurrent: level === state.filters.level,
      }));
    case "sources":
      return (state.engine?.sources ?? []).map((status) => ({ kind: "source", status }));
    case "file-there":
      return (["leave", "append", "replace"] as const).map((choice) => ({ kind: "file-there", choice }));
    case "links":
      return linksToChoose(state).map((link) => ({ kind: "link", link }));
    case "layouts":
      return layoutNames(state).map((name) => ({
        kind: "layout",
        name,
        isOwn: Object.hasOwn(state.looks.saved, name),
        isCurrent: name === state.looks.name,
      }));
    case "parts":
      return PART_NAMES.map((part) => ({ kind: "part", part, value: state.looks.layout[part] }));
    case "themes":
      return state.themes.available.map((name) => ({ kind: "theme", name, isCurrent: name === state.themes.current }));
  }
}

function linksToChoose({ overlays }: State): readonly Link[] {
  return overlays.flatMap((overlay) => (overlay.kind === "list" ? (overlay.links ?? []) : []));
}

/** Opens a list on its current value; the hits of filters are counted anew while it is open. */
export function openList(state: State, list: ListKind): Step<State> {
  const rows = rowsOfList(state, list);
  const current = rows.findIndex((row) => "isCurrent" in row && row.isCurrent);
  const selected = nearestTo(rows, current, 1);
  const restore = list === "themes" ? state.themes.current : undefined;
  const counted = list === "filters" ? withoutHits(state) : state;
  return withEffects(pushOverlay(counted, { kind: "list", list, selected, restore }));
}

/** Asks what is to become of a file that is there already. */
export function askAboutFile(state: State, path: string, lines: Lines): State {
  return pushOverlay(state, {
    kind: "list",
    list: "file-there",
    selected: 0,
    restore: undefined,
    writing: { path, lines },
  });
}

/** The open list, wherever it is in the stack. */
export function selectionOf(state: State): ListSelection | undefined {
  const overlay = state.overlays.find((other) => other.kind === "list");
  if (overlay === undefined) return undefined;
  const rows = rowsOfList(state, overlay.list);
  return { overlay, rows, row: rows[overlay.selected] };
}

/** Moves the selection; a theme is shown as soon as it is selected. */
export function selectRow(state: State, overlay: ListOverlay, to: number): Step<State> {
  const rows = rowsOfList(state, overlay.list);
  const selected = nearestTo(rows, to, to < overlay.selected ? -1 : 1);
  const row = rows[selected];
  const moved = replaceOverlay(state, { ...overlay, selected });
  const shown: readonly Effect[] =
    row?.kind === "theme" && selected !== overlay.selected ? [{ kind: "apply-theme", name: row.name }] : [];
  return { state: moved, effects: shown };
}

/** Enter on a row; what it does to filters and with links is for commands to say. */
export function chooseRow(state: State): Step<State> {
  const selection = selectionOf(state);
  const closed = popOverlay(state);
  if (selection?.row === undefined) return withEffects(closed);
  const { row, overlay } = selection;
  switch (row.kind) {
    case "file-there":
      return written(closed, overlay.writing, row.choice);
    case "level":
      return setLevel(closed, row.level);
    case "source": {
      const query = fieldQuery("source", row.status.id);
      return addFilter(closed, { mode: "include", text: printQuery(query), query });
    }
    case "filter":
    case "saved":
    case "link":
    case "heading":
      return withEffects(closed);
    default:
      return chooseLooks(state, row);
  }
}

function chooseLooks(state: State, row: Extract<ListRow, { readonly kind: "layout" | "part" | "theme" }>): Step<State> {
  const closed = popOverlay(state);
  switch (row.kind) {
    case "layout":
      return showLayout(closed, row.name);
    case "part":
      // Stays open: whoever changes one part changes another.
      return withEffects({ ...state, looks: { ...state.looks, layout: nextOfPart(state.looks.layout, row.part) } });
    case "theme":
      return withEffects(closed, { kind: "apply-theme", name: row.name });
  }
}

function written(state: State, writing: ListOverlay["writing"], choice: "leave" | "append" | "replace"): Step<State> {
  if (writing === undefined || choice === "leave") return withEffects(state);
  return withEffects(state, { kind: "write-lines", ...writing, ifThere: choice });
}

/** Esc on a list: a theme that was only tried is taken back. */
export function leaveList(state: State, overlay: ListOverlay): Step<State> {
  const closed = popOverlay(state);
  if (overlay.restore === undefined || overlay.restore === state.themes.current) return withEffects(closed);
  return withEffects(closed, { kind: "apply-theme", name: overlay.restore });
}

/** After rows have gone, the selection stays within them. */
export function keepSelection(step: Step<State>): Step<State> {
  return andThen(step, (state) => {
    const selection = selectionOf(state);
    if (selection === undefined) return withEffects(state);
    const selected = nearestTo(selection.rows, selection.overlay.selected, 1);
    return withEffects(replaceOverlay(state, { ...selection.overlay, selected }));
  });
}

function isSelectable(row: ListRow | undefined): boolean {
  return row !== undefined && row.kind !== "heading";
}

/** The nearest row that can be selected, first the way one goes. */
function nearestTo(rows: readonly ListRow[], to: number, step: -1 | 1): number {
  const at = Math.max(0, Math.min(rows.length - 1, to));
  for (const way of [step, -step]) {
    for (let index = at; index >= 0 && index < rows.length; index += way) if (isSelectable(rows[index])) return index;
  }
  return at;
}
