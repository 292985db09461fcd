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
  const ids = typed === "" ? all : search(all, typed);
  const rows = ids.map((id) => ({
    command: id,
    summary: COMMANDS[id].summary,
    keys: keysOf(state.bindings, id).map(keyLabel),
    disabled: COMMANDS[id].disabled?.(state),
  }));
  // Whoever looks for something wants what works now.
  return typed === "" ? rows : rows.toSorted((one, other) => Number(isOff(one)) - Number(isOff(other)));
}

function isOff({ disabled }: PaletteRow): boolean {
  return disabled !== undefined;
}

/** Selects a row, the last one at most. */
export function selectPaletteRow(state: State, palette: PalettePrompt, to: number): State {
  const last = paletteRows(state, palette.input.text).length - 1;
  return replaceOverlay(state, { ...palette, selected: Math.max(0, Math.min(last, to)) });
}

function search(all: readonly CommandId[], typed: string): readonly CommandId[] {
  index ??= new Fuse(
    all.map((id) => ({ id, summary: COMMANDS[id].summary })),
    { keys: [{ name: "id", weight: 2 }, "summary"], threshold: 0.4, ignoreLocation: true },
  );
  return index.search(typed).map(({ item }) => item.id);
}
