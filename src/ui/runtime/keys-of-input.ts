import type { Key } from "ink";

/** The flags of Ink's key that name a key, and what we call it. */
const NAMED = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "esc"],
  ["tab", "tab"],
  ["backspace", "backspace"],
  ["delete", "delete"],
] as const satisfies readonly (readonly [keyof Key, string])[];

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/**
 * The names (see `app/keys/key-name`) of the keys in one report of Ink's `useInput`. Keys pressed so fast that they come
 * together arrive as one text: each of its characters is a key.
 */
export function keysOfInput(input: string, key: Key): readonly string[] {
  if (key.eventType === "release") return [];
  const named = NAMED.find(([flag]) => key[flag]);
  if (named !== undefined) return [prefixed(key, named[1], key.shift)];
  // A line feed is what Ctrl-J sends; Enter is a carriage return.
  if (input === "\n") return ["ctrl-j"];
  if (key.ctrl || key.meta) return input === "" ? [] : [prefixed(key, keyOf(input), false)];
  return Array.from(input).flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code <= LAST_CONTROL || code === DELETE) return [controlKey(code)];
    return UNSEEN.test(character) ? [] : [keyOf(character)];
  });
}

const LAST_CONTROL = 0x1f;
const DELETE = 0x7f;
const NAMED_CONTROLS: Readonly<Record<number, string>> = {
  0: "ctrl-space",
  0x09: "tab",
  0x0d: "enter",
  0x1b: "esc",
  [DELETE]: "backspace",
};

/** The key of a control character in the midst of others: Ctrl and the letter 64 further on. */
function controlKey(code: number): string {
  return NAMED_CONTROLS[code] ?? `ctrl-${String.fromCharCode(code + 0x40).toLowerCase()}`;
}

function keyOf(character: string): string {
  return character === " " ? "space" : character;
}

function prefixed(key: Key, name: string, shift: boolean): string {
  return `${key.ctrl ? "ctrl-" : ""}${key.meta ? "alt-" : ""}${shift ? "shift-" : ""}${name}`;
}
