import type { Binding, BindingScope } from "../binding.js";
import type { CommandId } from "../command-id.js";
import { isPrompt, topOverlay } from "../overlays/stack.js";
import type { KeyState, State } from "../state.js";
import { typedBy } from "./key-name.js";
import { scopesOf } from "./scopes.js";

/** Nothing is pending. */
export const NO_KEYS: KeyState = { pending: [], count: undefined };

/** Counts beyond this are a key that got stuck. */
const LARGEST_COUNT = 99_999;

/** The key that `digit` stands for, also with Ctrl. */
const LAST_DIGIT = /(?<=(?:^|[ -]))[1-9]$/;

/** What a key means here and now. */
export type Resolution =
  | { readonly kind: "command"; readonly command: CommandId; readonly count: number | undefined }
  /** More keys are needed, or a count has begun. */
  | { readonly kind: "pending"; readonly keys: KeyState }
  | { readonly kind: "type"; readonly text: string }
  /** Nothing; keys that were pending are dropped. */
  | { readonly kind: "none" };

/** What a key means in the scopes of what has the keyboard; Esc on pending keys only drops them. */
export function resolveKey(state: State, key: string): Resolution {
  const top = topOverlay(state);
  const scopes = scopesOf(state);
  const { pending, count } = state.keys;
  if (key === "esc" && (pending.length > 0 || count !== undefined)) return { kind: "none" };
  if (!isPrompt(top)) {
    const counted = countWith(state.keys, key);
    if (counted !== undefined) return { kind: "pending", keys: { pending: [], count: counted } };
  }
  const keys = [...pending, key].join(" ");
  const command = commandOf(state.bindings, scopes, keys);
  if (command !== undefined) return { kind: "command", command, count };
  const numbered = commandOf(state.bindings, scopes, keys.replace(LAST_DIGIT, "digit"));
  if (numbered !== undefined) return { kind: "command", command: numbered, count: Number(keys.slice(-1)) };
  if (startsSequence(state.bindings, scopes, keys)) {
    return { kind: "pending", keys: { pending: [...pending, key], count } };
  }
  const text = typedBy(key);
  return isPrompt(top) && text !== undefined ? { kind: "type", text } : { kind: "none" };
}

/** The command of keys in the innermost scope that has them. */
export function commandOf(
  bindings: readonly Binding[],
  scopes: readonly BindingScope[],
  keys: string,
): CommandId | undefined {
  for (const scope of scopes) {
    const binding = bindings.find((candidate) => candidate.scope === scope && candidate.keys.includes(keys));
    if (binding !== undefined) return binding.command;
  }
  return undefined;
}

function startsSequence(bindings: readonly Binding[], scopes: readonly BindingScope[], keys: string): boolean {
  return bindings.some(
    (binding) => scopes.includes(binding.scope) && binding.keys.some((bound) => bound.startsWith(`${keys} `)),
  );
}

/** The count once this digit is added; undefined when the key belongs to no count. */
function countWith({ pending, count }: KeyState, key: string): number | undefined {
  if (pending.length > 0 || !/^\d$/.test(key) || (key === "0" && count === undefined)) return undefined;
  return Math.min(LARGEST_COUNT, (count ?? 0) * 10 + Number(key));
}
