/**
 * Names of keys: a printable character is itself (`j`, `G`, `?`), the others are in `NAMED`, `ctrl-`, `alt-` and `shift-`
 * come before in this order. What arrives from the terminal and what a person writes into the config file end up here.
 */
const NAMED_KEYS = [
  "space",
  "enter",
  "esc",
  "tab",
  "backspace",
  "delete",
  "insert",
  "up",
  "down",
  "left",
  "right",
  "home",
  "end",
  "pageup",
  "pagedown",
  /** In bindings: any of 1 to 9, which the command takes for its count. */
  "digit",
  ...Array.from({ length: 12 }, (_, index) => `f${index + 1}`),
] as const;

const ALIASES: Readonly<Record<string, string>> = {
  " ": "space",
  return: "enter",
  cr: "enter",
  escape: "esc",
  del: "delete",
  ins: "insert",
  bs: "backspace",
  pgup: "pageup",
  pgdn: "pagedown",
  pgdown: "pagedown",
  "page-up": "pageup",
  "page-down": "pagedown",
  arrowup: "up",
  arrowdown: "down",
  arrowleft: "left",
  arrowright: "right",
  backtab: "shift-tab",
  lt: "<",
  gt: ">",
  bar: "|",
  minus: "-",
  plus: "+",
};

const MODIFIERS: Readonly<Record<string, "ctrl" | "alt" | "shift">> = {
  c: "ctrl",
  ctrl: "ctrl",
  control: "ctrl",
  a: "alt",
  m: "alt",
  alt: "alt",
  meta: "alt",
  option: "alt",
  s: "shift",
  shift: "shift",
};

/**
 * The name of one key however it is spelled (`<C-d>`, `Ctrl+D`, `^D`, `PgDn`); undefined when it is none. A letter with
 * Ctrl is always small, since terminals cannot tell; Shift with a printable character is that character.
 */
export function keyName(spelled: string): string | undefined {
  const bare = /^<(.+)>$/.exec(spelled)?.[1] ?? spelled;
  const caret = /^\^(.)$/.exec(bare)?.[1];
  if (caret !== undefined) return named("ctrl", caret.toLowerCase());
  const modifiers = new Set<string>();
  let rest = bare;
  for (;;) {
    const match = /^([a-z]+)[-+](.+)$/iu.exec(rest);
    const modifier = match === null ? undefined : MODIFIERS[(match[1] ?? "").toLowerCase()];
    if (modifier === undefined) break;
    modifiers.add(modifier);
    rest = match?.[2] ?? "";
  }
  return compose(modifiers, rest);
}

/** The names of a sequence (`g g`), or undefined when one of them is no key. */
export function keySequence(spelled: string): string | undefined {
  if (spelled === " ") return "space";
  const names = spelled.trim().split(/\s+/u).map(keyName);
  return names.includes(undefined) ? undefined : names.join(" ");
}

/** The character that the key types, or undefined for a key that types none. */
export function typedBy(key: string): string | undefined {
  if (key === "space") return " ";
  return isCharacter(key) ? key : undefined;
}

/** How a key is written for people: `Ctrl-d`, `PgDn`, `g g`, `↑`. */
export function keyLabel(keys: string): string {
  return keys.split(" ").map(labelOfOne).join(" ");
}

const LABELS: Readonly<Record<string, string>> = {
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  pageup: "PgUp",
  pagedown: "PgDn",
  digit: "1…9",
};

function labelOfOne(key: string): string {
  const match = /^((?:ctrl-|alt-|shift-)*)(.+)$/u.exec(key);
  const name = match?.[2] ?? key;
  const modifiers = (match?.[1] ?? "").replace(/[a-z]+/g, (word) => capital(word));
  return modifiers + (LABELS[name] ?? (name.length > 1 ? capital(name) : name));
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function compose(modifiers: ReadonlySet<string>, key: string): string | undefined {
  const lower = key.toLowerCase();
  const alias = Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined;
  const name = alias ?? ((NAMED_KEYS as readonly string[]).includes(lower) ? lower : key);
  if (!isCharacter(name)) {
    const plain = name.replace(/^shift-/, "");
    if (!(NAMED_KEYS as readonly string[]).includes(plain)) return undefined;
    const shifted = plain === name ? modifiers : new Set([...modifiers, "shift"]);
    return prefixed(shifted, plain);
  }
  if (modifiers.has("ctrl")) return prefixed(without(modifiers, "shift"), name.toLowerCase());
  return prefixed(without(modifiers, "shift"), modifiers.has("shift") ? name.toUpperCase() : name);
}

function prefixed(modifiers: ReadonlySet<string>, name: string): string {
  const order = ["ctrl", "alt", "shift"].filter((modifier) => modifiers.has(modifier));
  return [...order, name].join("-");
}

function without(modifiers: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return new Set([...modifiers].filter((modifier) => modifier !== one));
}

function named(modifier: string, key: string): string {
  return `${modifier}-${key}`;
}

function isCharacter(key: string): boolean {
  return Array.from(key).length === 1 && key !== " " && !/[\p{Cc}\p{Cf}]/u.test(key);
}
