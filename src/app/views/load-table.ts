import type { Statement } from "../../core/query/statement.js";
import type { Step } from "../effect.js";
import type { State } from "../state.js";
import type { ViewId } from "../view-id.js";

/** Asks for a table; a later one of the same view and purpose takes its place. The view gets it by `tableCame`. */
export function loadTable(state: State, view: ViewId, purpose: string, statement: Statement): Step<State> {
  const id = state.requests.next;
  const others = state.requests.tables.filter((table) => table.view !== view || table.purpose !== purpose);
  const requests = { ...state.requests, next: id + 1, tables: [...others, { id, view, purpose }] };
  return {
    state: { ...state, requests },
    effects: [{ kind: "load-table", request: id, key: `${view} ${purpose}`, statement, scope: state.scope }],
  };
}

/** Whether a table of that purpose is on its way. */
export function isLoading({ requests }: State, view: ViewId, purpose: string): boolean {
  return requests.tables.some((table) => table.view === view && table.purpose === purpose);
}
