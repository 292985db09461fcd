import { BUILT_IN, isBuiltIn, withBuiltIn } from "../../core/query/saved/built-in.js";
import { type SavedChange, type SavedFilter, withChange } from "../../core/query/saved/saved-filter.js";
import { parseQuery } from "../../core/query/parse.js";
import type { Moment } from "../moment.js";

/** Filters that have a name. */
export type SavedState = {
  /** The user's own, as this screen has them. */
  readonly own: readonly SavedFilter[];
  /** What could not be written: it holds for this screen alone. */
  readonly unkept: readonly SavedChange[];
  /** All that can be called by name, the user's own first. */
  readonly list: readonly SavedRow[];
};

/** One that can be called by name. */
export type SavedRow = {
  readonly filter: SavedFilter;
  readonly isBuiltIn: boolean;
  /** Why its query cannot be read. */
  readonly fault: string | undefined;
  /** Entries of the scope that match; undefined until they are counted. */
  readonly hits: number | undefined;
};

/** What ships with the program. */
export const NONE_SAVED: SavedState = {
  own: [],
  unkept: [],
  list: BUILT_IN.map((filter) => ({ filter, isBuiltIn: true, fault: undefined, hits: undefined })),
};

/** The state with these as the user's own; what is counted of a query stays while the query does. */
export function savedAs(saved: SavedState, own: readonly SavedFilter[], moment: Moment): SavedState {
  const list = withBuiltIn(own).map((filter): SavedRow => {
    const before = saved.list.find((row) => row.filter.name === filter.name && row.filter.query === filter.query);
    const read = parseQuery(filter.query, moment);
    const fault = read.ok ? undefined : read.fault.message;
    return { filter, isBuiltIn: isBuiltIn(filter), fault, hits: before?.hits };
  });
  return { ...saved, own, list };
}

/** What the file holds, with what could not be written to it. */
export function heldBy(saved: SavedState, kept: readonly SavedFilter[]): readonly SavedFilter[] {
  return saved.unkept.reduce(withChange, kept);
}
