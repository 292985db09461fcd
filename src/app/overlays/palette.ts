import Fuse from "fuse.js";
import type { CommandId } from "../command-id.js";
import { COMMANDS } from "../commands/registry.js";
import { keyLabel } from "../keys/key-name.js";
import { keysOf } from "../keys/table.js";
import type { PalettePrompt } from "../overlay.js";
import type { State } from "../state.js";
import { typeableCommands } from "./command-names.js";
import { replaceOverlay } from "./stack.js";

/** A command as the palette shows it. */
export type PaletteRow = {
  readonly command: CommandId;
  readonly summary: string;
  /** Its keys for people: `Ctrl-d`; empty for commands without one. */
  readonly keys: readonly string[];
  /** Why it does nothing now. */
  readonly disabled: string | undefined;
};

type Candidate = { readonly id: CommandId; readonly summary: string };

/** Made when the palette is opened for the first time: the commands never change. */
let index: Fuse<Candidate> | undefined;

/** Commands by how well they fit what is typed; all of them, in the table's order, for no text. */
export function paletteRows(state: State, text: string): readonly PaletteRow[] {
  const all = typeableCommands();
  const typed = text.trim();
  if (typed === "") return all.map((id) => rowOf(state, id));
  return search(all, typed)
    .map(({ id, score }) => ({ row: rowOf(state, id), score }))
    .toSorted((one, other) => rankOf(one) - rankOf(other))
    .map(({ row }) => row);
}

function rowOf(state: State, id: CommandId): PaletteRow {
  return {
    command: id,
    summary: COMMANDS[id].summary,
    keys: keysOf(state.bindings, id).map(keyLabel),
    disabled: COMMANDS[id].disabled?.(state),
  };
}

/** Among those that fit about as well what works now comes first. */
const OFF_PENALTY = 0.1;

function rankOf({ row, score }: { readonly row: PaletteRow; readonly score: number }): number {
  return score + (row.disabled === undefined ? 0 : OFF_PENALTY);
}

/** Selects a row, the last one at most. */
export function selectPaletteRow(state: State, palette: PalettePrompt, to: number): State {
  const last = paletteRows(state, palette.input.text).length - 1;
  return replaceOverlay(state, { ...palette, selected: Math.max(0, Math.min(last, to)) });
}

/** How well each fits: 0 could not be better, 1 is no fit. */
function search(
  all: readonly CommandId[],
  typed: string,
): readonly { readonly id: CommandId; readonly score: number }[] {
  index ??= new Fuse(
    all.map((id) => ({ id, summary: COMMANDS[id].summary })),
    { keys: [{ name: "id", weight: 2 }, "summary"], threshold: 0.4, ignoreLocation: true, includeScore: true },
  );
  return index.search(typed).map(({ item, score = 1 }) => ({ id: item.id, score }));
}
