import type { PatternsRequest } from "../../core/ports.js";
import type { Step } from "../effect.js";
import type { State } from "../state.js";
import type { ViewId } from "../view-id.js";

/** Asks for what patterns there are; a later question of any view takes its place. The view gets it by `patternsCame`. */
export function loadPatterns(
  state: State,
  view: ViewId,
  purpose: string,
  wanted: Omit<PatternsRequest, "scope">,
): Step<State> {
  const id = state.requests.next;
  const others = state.requests.tables.filter((table) => table.purpose !== purpose || table.view !== view);
  const requests = { ...state.requests, next: id + 1, tables: [...others, { id, view, purpose }] };
  const patterns = { ...wanted, scope: state.scope };
  return { state: { ...state, requests }, effects: [{ kind: "load-patterns", request: id, patterns }] };
}
