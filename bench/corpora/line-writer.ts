import { SERVICES, WORDS } from "./services.js";

/*
 * Lines made of bytes, for a corpus is to be there in seconds. A text is cut once into what stays and what changes
 * (`compile`); a line is then copied together, without a string.
 */

/** One service's texts, ready to be written. */
export type Voice = { readonly name: string; readonly weight: number; readonly texts: readonly Text[] };

type Text = { readonly parts: readonly Part[]; readonly level: number };

type Part =
  | { readonly kind: "fixed"; readonly bytes: Uint8Array }
  /** A value of a pool, the first ones far more often than the last; only that many bytes of it. */
  | { readonly kind: "pick"; readonly pool: readonly Uint8Array[]; readonly most: number }
  /** So many digits, the first not 0; the example itself in a share of the lines. */
  | { readonly kind: "number"; readonly digits: number; readonly example: Uint8Array };

/** Whole numbers below 2^32, the same for the same seed (mulberry32). */
export type Dice = { below(bound: number): number; skewed(bound: number): number };

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (bound) => Math.floor(next() * bound),
    skewed: (bound) => {
      const share = next();
      return Math.floor(share * share * share * bound);
    },
  };
}

/** Always the plain kind of array: one that is sometimes a Buffer makes the loops over it slow. */
export const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

const PLACES = new RegExp(
  [
    String.raw`\{(?<word>user|unit|verb|path)\}`,
    String.raw`(?<address>\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b)`,
    String.raw`(?<block>\bblk_-?\d+)`,
    String.raw`(?<uuid>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)`,
    String.raw`(?<hex>\b(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,32}\b|(?<=\b0x)[0-9a-f]{6,16}\b|\b(?=[A-F]*[0-9])[0-9A-F]{10}\b)`,
    String.raw`(?<number>\b\d{3,16}(?!\d))`,
  ].join("|"),
  "g",
);

export type Voices = {
  readonly voices: readonly Voice[];
  readonly hosts: readonly Uint8Array[];
  /** An address that is in nearly every stretch of some ten thousand lines, and in few lines of it. */
  readonly address: string;
};

const POOL = { addresses: 4_096, hexes: 20_000, blocks: 20_000 };
const ORDINARY_ADDRESS = 1_000;

/** The built-in services, or the messages of log files of one's own by the name of the file. */
export function voicesOf(random: Dice, samples?: ReadonlyMap<string, readonly string[]>): Voices {
  const word = () =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, "0");
  const hex = () => word() + word() + word() + word();
  const many = (count: number, make: () => string): readonly Uint8Array[] =>
    Array.from({ length: count }, () => latin1(make()));
  const digits = () => String(random.below(1e9)).padStart(9, "0");
  const addresses = many(POOL.addresses, () =>
    [1 + random.below(223), random.below(256), random.below(256), 1 + random.below(254)].join("."),
  );
  const pools: Pools = {
    address: addresses,
    hex: many(POOL.hexes, hex),
    uuid: many(POOL.hexes, () => hex().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")),
    block: many(
      POOL.blocks,
      () => `blk_${random.below(2) === 0 ? "-" : ""}${1 + random.below(9)}${digits()}${digits()}`,
    ),
    word: Object.fromEntries(Object.entries(WORDS).map(([name, words]) => [name, words.split(" ").map(latin1)])),
  };
  const spoken = samples === undefined ? SERVICES : Array.from(samples, ([name, says]) => ({ name, weight: 1, says }));
  return {
    voices: spoken.map(({ name, weight, says }) => ({ name, weight, texts: says.map((say) => compile(say, pools)) })),
    hosts: "web-01 web-02 db-01 db-02 app-prod-1 app-prod-2 edge-gw bastion nas builder".split(" ").map(latin1),
    address: Buffer.from(addresses[ORDINARY_ADDRESS] ?? []).toString("latin1"),
  };
}

type Pools = {
  readonly address: readonly Uint8Array[];
  readonly hex: readonly Uint8Array[];
  readonly uuid: readonly Uint8Array[];
  readonly block: readonly Uint8Array[];
  readonly word: Readonly<Record<string, readonly Uint8Array[]>>;
};

function compile(text: string, pools: Pools): Text {
  const parts: Part[] = [];
  let from = 0;
  const fixed = (to: number): void => {
    if (to > from) parts.push({ kind: "fixed", bytes: latin1(text.slice(from, to)) });
  };
  for (const match of text.matchAll(PLACES)) {
    fixed(match.index);
    parts.push(partOf(match[0], match.groups ?? {}, pools));
    from = match.index + match[0].length;
  }
  fixed(text.length);
  return { parts, level: levelOfText(text) };
}

function partOf(example: string, { word, address, block, uuid, hex }: Record<string, string>, pools: Pools): Part {
  const whole = 255;
  if (word !== undefined) return { kind: "pick", pool: pools.word[word] ?? [], most: whole };
  if (address !== undefined) return { kind: "pick", pool: pools.address, most: whole };
  if (block !== undefined) return { kind: "pick", pool: pools.block, most: whole };
  if (uuid !== undefined) return { kind: "pick", pool: pools.uuid, most: whole };
  if (hex !== undefined) return { kind: "pick", pool: pools.hex, most: example.length };
  return { kind: "number", digits: example.length, example: latin1(example) };
}

/** The syslog priority that a journal would have of it. */
function levelOfText(text: string): number {
  if (/\bfatal\b|panic|out of memory|critical/i.test(text)) return 2;
  if (/\berror\b|\bfailed\b|failure|exception|denied/i.test(text)) return 3;
  if (/\bwarn(?:ing)?\b|timed out|refused/i.test(text)) return 4;
  if (/\bnotice\b/i.test(text)) return 5;
  return /\bdebug\b/i.test(text) ? 7 : 6;
}

/** A growing stretch of bytes. */
export type Sheet = { readonly bytes: Uint8Array; length: number };

/** Up to here a loop is faster than the call of a copy. */
const SHORT = 32;

export function put(sheet: Sheet, bytes: Uint8Array, most: number): void {
  const { bytes: target, length } = sheet;
  const count = Math.min(bytes.length, most);
  if (count === bytes.length && count > SHORT) target.set(bytes, length);
  else for (let at = 0; at < count; at++) target[length + at] = bytes[at] ?? 0;
  sheet.length = length + count;
}

/** The digits of 0000 to 9999, one after the other. */
const FOURS = latin1(Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, "0")).join(""));
const ALL_FOURS = 10_000;

/** The last digits (up to 4) of a number below 10,000. */
export function putDigits(sheet: Sheet, number: number, digits: number): void {
  const { bytes, length } = sheet;
  const end = number * 4 + 4;
  for (let at = 0; at < digits; at++) bytes[length + at] = FOURS[end - digits + at] ?? 0;
  sheet.length = length + digits;
}

/** One of so many lines has the number of the example: ports and sizes do come again. */
const SAME = 4;

export function putText(sheet: Sheet, { parts }: Text, random: Dice): void {
  for (const part of parts) {
    if (part.kind === "fixed") put(sheet, part.bytes, part.bytes.length);
    else if (part.kind === "pick") {
      const value = part.pool[random.skewed(part.pool.length)];
      if (value !== undefined) put(sheet, value, part.most);
    } else if (random.below(SAME) === 0) put(sheet, part.example, part.digits);
    else putNumber(sheet, part.digits, random);
  }
}

function putNumber(sheet: Sheet, digits: number, random: Dice): void {
  sheet.bytes[sheet.length++] = 49 + random.below(9);
  for (let left = digits - 1; left > 0; left -= 4) putDigits(sheet, random.below(ALL_FOURS), Math.min(4, left));
}
