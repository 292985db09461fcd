import { keyLabel } from "../keys/key-name.js";
import { keysOf } from "../keys/table.js";
import type { State } from "../state.js";
import { VIEW_IDS } from "../view-id.js";
import { VIEWS } from "../views/registry.js";

export type Tab = { readonly key: string; readonly title: string; readonly isCurrent: boolean };

/** The views in their order. */
export function selectTabs(state: State): readonly Tab[] {
  return VIEW_IDS.map((id) => {
    const [key] = keysOf(state.bindings, id);
    return { key: key === undefined ? "" : keyLabel(key), title: VIEWS[id].title, isCurrent: id === state.view };
  });
}
