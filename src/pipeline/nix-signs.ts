/** How a stream of nix betrays itself. Looked for in every line of every tapped stream: first bytes only. */
const SIGNS = [
  "this derivation will be built",
  "these ",
  "this path will be fetched",
  "building '/",
  "checking outputs of '/",
  "copying path '/",
  "waiting for lock on '/",
  "error: builder for '/",
  "error: Cannot build '/",
  "error: build of '/",
  "error: a '",
].map((text) => ({ text, bytes: bytesOf(text) }));
const BY_FIRST_BYTE = Array.from({ length: 256 }, (_, byte) => SIGNS.filter(({ bytes }) => bytes[0] === byte));
/** Where the first bytes are not enough. */
const MORE = new Map([
  ["these ", /^these \d+ (?:derivations|paths) will be (?:built:|fetched \()/],
  ["error: a '", /^error: a '[\w-]+' with features \{/],
]);

const PREFIX = bytesOf("@nix {");
/** `@nix `, without the brace. */
export const PREFIX_BYTES = PREFIX.length - 1;

export function isProtocolLine(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start] === PREFIX[0] && end - start > PREFIX.length && has(bytes, start, PREFIX);
}

/** Whether the line is one that nix writes for people and hardly anybody else does. */
export function isHumanSign(bytes: Uint8Array, start: number, end: number): boolean {
  const signs = BY_FIRST_BYTE[bytes[start] ?? 0];
  if (signs === undefined || signs.length === 0) return false;
  const found = signs.find((sign) => has(bytes, start, sign.bytes));
  if (found === undefined) return false;
  const more = MORE.get(found.text);
  return (
    more === undefined || more.test(Buffer.from(bytes.subarray(start, Math.min(end, start + 80))).toString("latin1"))
  );
}

function bytesOf(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0));
}

function has(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index += 1) if (bytes[at + index] !== expected[index]) return false;
  return true;
}
