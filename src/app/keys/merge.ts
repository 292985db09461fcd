import { nearestOrBegun } from "../../core/query/syntax/nearest.js";
import type { Binding } from "../binding.js";
import { COMMAND_IDS } from "../command-id.js";
import { keyLabel, keySequence } from "./key-name.js";
import { SCOPE_CHAINS } from "./scopes.js";

/** A user's keys by command id; an empty list takes a command's keys away. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

/** Something wrong with the keys, in words, for a notice at the start and for `logstream config --check`. */
export type KeyProblem = {
  readonly message: string;
  readonly hint: string;
  /** The names it is about, as they stand in the config file. */
  readonly commands: readonly string[];
};

/**
 * The bindings with the user's own in the place of the defaults. A command's keys are changed where the default table has
 * it first (its keys inside prompts and lists stay); one without a default key gets its own in the stream. A key that the
 * user gives away is taken from the other commands of that scope; what is wrong is told and left out, the rest holds.
 */
export function mergeBindings(
  defaults: readonly Binding[],
  overrides: KeyOverrides,
): { readonly bindings: readonly Binding[]; readonly problems: readonly KeyProblem[] } {
  const read = Object.entries(overrides).map(([name, keys]) => readOverride(defaults, name, keys));
  const own = read.flatMap(({ binding }) => (binding === undefined ? [] : [binding]));
  const kept = defaults.map((binding) => ({
    ...binding,
    keys: binding.keys.filter((keys) => !isTaken(binding, keys, own)),
  }));
  const merged = kept.map((binding) => own.find((other) => isHome(other, binding, defaults)) ?? binding);
  const added = own.filter((binding) => !defaults.some((other) => other.command === binding.command));
  const bindings = [...merged, ...added].filter((binding) => binding.keys.length > 0);
  return { bindings, problems: [...read.flatMap(({ problems }) => problems), ...conflictsOf(bindings)] };
}

/**
 * Keys that mean two things in one scope, and keys that can never be used because they begin a sequence or hide one.
 * Empty for the defaults.
 */
export function conflictsOf(bindings: readonly Binding[]): readonly KeyProblem[] {
  const problems = new Map<string, KeyProblem>();
  for (const chain of SCOPE_CHAINS) {
    const bound = bindings.flatMap((binding) =>
      chain.includes(binding.scope) ? binding.keys.map((keys) => ({ ...binding, keys })) : [],
    );
    for (const [index, one] of bound.entries()) {
      for (const other of bound.slice(index + 1)) {
        const message = conflictOf(one, other);
        if (message !== undefined)
          problems.set(message, {
            message,
            hint: "change one of them under keys in the config file",
            commands: [one.command, other.command],
          });
      }
    }
  }
  return [...problems.values()];
}

type Bound = Omit<Binding, "keys"> & { readonly keys: string };

function conflictOf(one: Bound, other: Bound): string | undefined {
  if (one.keys === other.keys) {
    if (one.scope !== other.scope) return undefined;
    return `${keyLabel(one.keys)} is bound to both ${one.command} and ${other.command}`;
  }
  const [short, long] = one.keys.length < other.keys.length ? [one, other] : [other, one];
  if (!long.keys.startsWith(`${short.keys} `)) return undefined;
  return `${keyLabel(short.keys)} (${short.command}) hides ${keyLabel(long.keys)} (${long.command})`;
}

type Override = { readonly binding: Binding | undefined; readonly problems: readonly KeyProblem[] };

function readOverride(defaults: readonly Binding[], name: string, keys: readonly string[]): Override {
  const command = COMMAND_IDS.find((id) => id === name);
  if (command === undefined) {
    const near = nearestOrBegun(name, COMMAND_IDS);
    const hint = near === undefined ? "logstream keys lists the commands" : `did you mean '${near}'?`;
    const problem = { message: `there is no command '${name}' to bind`, hint, commands: [name] };
    return { binding: undefined, problems: [problem] };
  }
  const known = keys.map((key) => ({ key, sequence: keySequence(key) }));
  const problems = known
    .filter(({ sequence }) => sequence === undefined)
    .map(({ key }) => ({
      message: `'${key}' for ${name} is no key`,
      hint: "write keys as j, G, ctrl-d, pagedown, g g",
      commands: [name],
    }));
  const scope = defaults.find((binding) => binding.command === command)?.scope ?? "stream";
  return { binding: { scope, command, keys: known.flatMap(({ sequence }) => sequence ?? []) }, problems };
}

function isTaken(binding: Binding, keys: string, own: readonly Binding[]): boolean {
  return own.some(
    (other) => other.scope === binding.scope && other.command !== binding.command && other.keys.includes(keys),
  );
}

function isHome(own: Binding, binding: Binding, defaults: readonly Binding[]): boolean {
  if (own.command !== binding.command || own.scope !== binding.scope) return false;
  return defaults.find((other) => other.command === own.command)?.scope === binding.scope;
}
