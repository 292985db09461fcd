import { failed, ok, type Result } from "../core/fault.js";
import type { Look, ThemeFile } from "./read.js";
import { type Colour, type Role, ROLES, type Style, type Theme } from "./roles.js";

/** A theme ready for use, and what in its files was not understood: a line each, for the notices. */
export type ResolvedTheme = { readonly theme: Theme; readonly warnings: readonly string[] };

const PLAIN: Look = {
  foreground: undefined,
  background: undefined,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

/**
 * Puts a theme on top of those it extends, and only then looks its colours up: a child that changes the palette alone
 * recolours all it inherits. A cycle or a missing parent is a fault; unknown roles and colours are warnings, and a role
 * nobody gives a look is plain.
 */
export function resolveTheme(name: string, read: (name: string) => Result<ThemeFile>): Result<ResolvedTheme> {
  const chain: ThemeFile[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined;) {
    if (seen.has(next)) {
      return failed({
        code: "theme-invalid",
        message: `theme '${name}' extends itself: ${[...seen, next].join(" → ")}`,
        hint: "take 'extends' out of one of them",
      });
    }
    seen.add(next);
    const file = read(next);
    if (!file.ok) return file;
    chain.unshift(file.value);
    next = file.value.extends;
  }
  const palette = new Map(chain.flatMap((file) => [...file.palette]));
  const looks = new Map(chain.flatMap((file) => [...file.roles]));
  const appearance = chain.reduce<Theme["appearance"]>((inherited, file) => file.appearance ?? inherited, "dark");
  const known = new Set<string>(ROLES);
  const warnings = [...looks.keys()]
    .filter((role) => !known.has(role))
    .map((role) => `theme '${name}' styles '${role}', which is no role`);
  const colour = (role: Role, value: string | undefined): Colour | undefined => {
    if (value === undefined || value === "default") return undefined;
    if (!value.startsWith("$")) return { hex: value.toLowerCase(), ansi: undefined };
    const found = palette.get(value.slice(1));
    if (found === undefined) warnings.push(`theme '${name}' has no colour '${value}', wanted by role '${role}'`);
    return found;
  };
  const style = (role: Role): Style => {
    const look = looks.get(role) ?? PLAIN;
    return { ...look, foreground: colour(role, look.foreground), background: colour(role, look.background) };
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets keys; these are all of ROLES.
  const styles = Object.fromEntries(ROLES.map((role) => [role, style(role)])) as Record<Role, Style>;
  return ok({ theme: { name, appearance, styles }, warnings });
}
