import { widthOf } from "../../lib/width.js";
import type { BindingScope } from "../binding.js";
import type { CommandId } from "../command-id.js";
import { COMMANDS } from "../commands/registry.js";
import { keyLabel } from "../keys/key-name.js";
import { commandOf } from "../keys/resolve.js";
import { scopesOf } from "../keys/scopes.js";
import { isPrompt, topOverlay } from "../overlays/stack.js";
import type { Notice, State } from "../state.js";
import { VIEWS } from "../views/registry.js";
import { layoutOf } from "../stream/layout.js";
import { repeatAround } from "../stream/repeats.js";

/** A key for people and a word for what it does. */
export type Hint = { readonly key: string; readonly text: string; readonly command: CommandId };

/** What the footer says when nothing is typed. */
export type FooterView = {
  /** Keys that do something here and now, the most useful first; as many as fit. */
  readonly hints: readonly Hint[];
  /** Keys of a sequence or count that is not complete. */
  readonly pending: string;
  /** The newest thing to say; it takes the place of the hints. */
  readonly notice: Notice | undefined;
  /** How far down the log the screen ends: `12%`, `all`, `end`. */
  readonly position: string;
};

/** The footer, with hints for its whole width. */
export function selectFooter(state: State): FooterView {
  const { pending, count } = state.keys;
  return {
    hints: footerHints(state, state.size.columns),
    pending: [count === undefined ? "" : String(count), ...pending.map(keyLabel)]
      .filter((part) => part !== "")
      .join(" "),
    notice: state.notices.at(-1),
    position: positionText(state),
  };
}

/** Hints by priority, each taking a blank, its key, a blank, its text and a blank, in so many columns at most. */
export function footerHints(state: State, columns: number): readonly Hint[] {
  const shown: Hint[] = [];
  let width = 0;
  for (const hint of allHints(state)) {
    width += widthOf(hint.key) + widthOf(hint.text) + 3;
    if (width > columns) break;
    shown.push(hint);
  }
  return shown;
}

function allHints(state: State): readonly Hint[] {
  const scopes = scopesOf(state);
  const seen = new Set<CommandId>();
  const hints: (Hint & { readonly rank: number })[] = [];
  for (const [depth, scope] of scopes.entries()) {
    for (const { scope: own, command, keys } of state.bindings) {
      const { hint, disabled } = COMMANDS[command];
      const key = keys.find((candidate) => commandOf(state.bindings, scopes, candidate) === command);
      if (own !== scope || hint === undefined || key === undefined || seen.has(command)) continue;
      if (disabled?.(state) !== undefined) continue;
      seen.add(command);
      const text = typeof hint.text === "string" ? hint.text : hint.text(state);
      // What the innermost scope offers comes before what shines through.
      hints.push({ key: keyLabel(key), text, command, rank: rankOf(scopes, depth) * 100 + hint.priority });
    }
  }
  return hints.toSorted((left, right) => left.rank - right.rank).filter((hint) => isUseful(state, hint.command));
}

/** What all views have is as near as what the view has alone. */
function rankOf(scopes: readonly BindingScope[], depth: number): number {
  return scopes[depth] === "log" ? depth - 1 : depth;
}

/** Some commands always work but are no news: what is already so is not offered. */
function isUseful(state: State, command: CommandId): boolean {
  const { follow, frozen, page } = state.stream;
  if (command === "follow") return !follow || frozen !== undefined;
  if (command === "fold")
    return VIEWS[state.view].fold !== undefined || repeatAround(state, state.stream.cursor) !== undefined;
  if (command === "open") return topOverlay(state)?.kind === "detail";
  if (command === "top") return page?.atStart !== true;
  return !(isPrompt(topOverlay(state)) && command === "redraw");
}

function positionText(state: State): string {
  if (state.view !== "stream") return "";
  const { page } = state.stream;
  const layout = layoutOf(state);
  if (page === undefined || layout.entries.length === 0) return "";
  const seenLines = layout.view + layout.rows;
  const isEnd = page.atEnd && !state.stream.grown && seenLines >= (layout.tops.at(-1) ?? 0);
  const isStart = page.atStart && layout.view <= 0;
  if (isEnd) return isStart ? "all" : "end";
  const place = page.position + Math.max(0, layout.cursor);
  return isStart ? "top" : `${Math.min(99, Math.floor((100 * place) / Math.max(1, page.total)))}%`;
}
