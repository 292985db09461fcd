import type { FilterMode, FilterPart, State } from "../state.js";
import type { SavedRow } from "../saved/saved-state.js";

/** A row of the list of filters. */
export type FilterListRow =
  /** Cannot be selected. */
  | { readonly kind: "heading"; readonly text: string }
  | {
      readonly kind: "filter";
      readonly part: FilterPart;
      readonly mode: FilterMode | "level" | "query";
      readonly text: string;
      readonly enabled: boolean;
      readonly hits: number | undefined;
    }
  /** `number` is the digit that g or Ctrl takes it by. */
  | {
      readonly kind: "saved";
      readonly row: SavedRow;
      readonly number: number | undefined;
      /** It is among what is filtered by. */
      readonly isOn: boolean;
    };

const MOST_DIGITS = 9;

/** What is filtered by, and what is saved. */
export function filterRows(state: State): readonly FilterListRow[] {
  const inForce = inForceRows(state);
  const none = "Nothing is filtered: & adds a filter, + and - take the unit under the cursor";
  const saved = state.saved.list.map((row, index): FilterListRow => {
    const text = `filter:${row.filter.name}`;
    const isOn = state.filters.list.some((filter) => filter.enabled && filter.text === text);
    return { kind: "saved", row, number: index < MOST_DIGITS ? index + 1 : undefined, isOn };
  });
  return [
    { kind: "heading", text: inForce.length === 0 ? none : "In force" },
    ...inForce,
    { kind: "heading", text: "Saved: Enter, or g and its number anywhere, shows only what it finds" },
    ...saved,
  ];
}

function inForceRows(state: State): readonly FilterListRow[] {
  const { base, level, list } = state.filters;
  const rows: FilterListRow[] = [];
  const plain = { enabled: true, hits: undefined } as const;
  if (base.query.kind !== "all")
    rows.push({ kind: "filter", part: { kind: "base" }, mode: "query", text: base.text, ...plain });
  if (level !== undefined) {
    rows.push({ kind: "filter", part: { kind: "level" }, mode: "level", text: `level>=${level}`, ...plain });
  }
  for (const { id, mode, text, enabled, hits } of list) {
    rows.push({ kind: "filter", part: { kind: "filter", id }, mode, text, enabled, hits });
  }
  return rows;
}
