import { type Automaton, createAutomaton } from "../../../core/query/match/automaton.js";
import type { Literal } from "../../../core/query/match/needs.js";
import { literalProgram } from "../../../core/query/match/programs.js";
import { type Shapes, styleAt } from "./shapes.js";
import type { Stamp } from "./stamp.js";
import { positionsOf } from "./stamp-positions.js";
import { CLASS, FIRST_STATIC, Slot, TELLING } from "./token-class.js";
import { mayHold } from "./trigram-set.js";

/**
 * A literal made ready to be held against shapes: "can a text of this shape hold it although the shape's own bytes do
 * not?" It runs over a shape with a set of prefixes that may end here, one bit each (Baeza-Yates and Gonnet, "A new
 * approach to text searching", 1992), and lets a slot swallow what may stand in it. Never false where the answer is yes.
 */
export type Needle = {
  readonly literal: Literal;
  readonly bytes: Buffer;
  /** All of it may stand in one token, so that it may lie inside of a value. */
  readonly isToken: boolean;
  /** Finds it in texts that are read part by part. */
  automaton(): Automaton;
  /** Which bytes of the needle each byte matches. */
  readonly masks: Int32Array;
  /** What the needle may be in stamps, by their pattern; its stretches as literals of their own. */
  readonly inStamps: Map<string, StampFit>;
  readonly stretches: Map<number, Literal>;
};

/** More bytes than this are not looked at; what holds all of them holds the first ones. */
const LOOKED_AT = 30;

const needles = new WeakMap<Literal, Needle>();

export function needleOf(literal: Literal): Needle {
  let needle = needles.get(literal);
  if (needle === undefined) {
    needle = makeNeedle(literal);
    needles.set(literal, needle);
  }
  return needle;
}

function makeNeedle(literal: Literal): Needle {
  const bytes = Buffer.from(literal.text);
  let automaton: Automaton | undefined;
  return {
    literal,
    bytes,
    isToken: bytes.every((byte) => CLASS[byte] !== 0),
    automaton: () => (automaton ??= createAutomaton(literalProgram(bytes, literal))),
    masks: masksOf(bytes, literal),
    inStamps: new Map(),
    stretches: new Map(),
  };
}

/** What the needle may be in the slots of one block; bit i of a mask stands for its byte i. */
export type Fit = Allowed & {
  readonly length: number;
  readonly masks: Int32Array;
  readonly stamps: readonly StampFit[];
};

/** Which bytes of the needle each position of a stamp matches, and which may lie in one. */
type StampFit = {
  readonly positions: Int32Array;
  readonly bits: number;
  /** All of them may. */
  readonly isWithin: boolean;
  /** The first ones may be the last of a stamp. */
  readonly isBehind: boolean;
};

/** What a block says of its slots: its filter, its hosts and identifiers, the styles of its stamps. */
export type NeedleBlock = {
  readonly touching: Uint8Array;
  readonly names: () => readonly string[];
  readonly stamps: readonly Stamp[];
};

/** Bytes of the needle that may stand in a variable, in a name, in a process id. */
type Allowed = { readonly inVariable: number; readonly inName: number; readonly inPid: number };

export function fitNeedle(needle: Needle, block: NeedleBlock): Fit {
  return {
    length: lengthOf(needle),
    masks: needle.masks,
    ...allowedIn(needle.bytes, block),
    stamps: block.stamps.map((stamp) => stampFit(needle, stamp)),
  };
}

function lengthOf({ bytes }: Needle): number {
  return Math.min(bytes.length, LOOKED_AT);
}

function masksOf(bytes: Buffer, { ignoreCase }: Literal): Int32Array {
  const masks = new Int32Array(256);
  for (const [at, byte] of bytes.subarray(0, LOOKED_AT).entries()) {
    masks[byte] = (masks[byte] ?? 0) | (1 << at);
    const isLetter = byte >= 97 && byte <= 122;
    if (ignoreCase && isLetter) masks[byte - 32] = (masks[byte - 32] ?? 0) | (1 << at);
  }
  return masks;
}

/** Whether any text of the block may hold the needle by way of a slot, other than wholly inside of one value. */
export function mayCross(needle: Needle, fit: Fit, shapes: Shapes): boolean {
  if (!needle.isToken) return stretchOf(needle, fit) !== needle.literal;
  // No token of which a part is a stamp begins before it.
  if (fit.stamps.some(({ isBehind }) => isBehind) && shapes.slots().hasGluedStamp) return true;
  // A token lies in one slot, or in the static bytes.
  const whole = wholeOf(fit);
  const within = (bits: number): boolean => (bits & whole) === whole;
  return within(fit.inName) || within(fit.inPid) || fit.stamps.some(({ isWithin }) => isWithin);
}

function wholeOf({ length }: Fit): number {
  return 2 ** length - 1;
}

/**
 * The longest stretch of the needle that no slot can hold, so that the shape of every text which holds the needle has it;
 * the needle's own literal where that is all of it, undefined where there is none.
 */
export function stretchOf(needle: Needle, fit: Fit): Literal | undefined {
  const slotted = fit.stamps.reduce((bits, stamp) => bits | stamp.bits, fit.inVariable | fit.inName | fit.inPid);
  if (slotted === 0 && needle.bytes.length <= LOOKED_AT) return needle.literal;
  let [from, to] = [0, 0];
  for (let at = 0, start = 0; at < fit.length; at += 1) {
    if (((slotted >>> at) & 1) === 1 || (needle.bytes[at] ?? 0) < FIRST_STATIC) start = at + 1;
    else if (at + 1 - start > to - from) [from, to] = [start, at + 1];
  }
  return from === to ? undefined : literalOf(needle, from, to);
}

/** Where a token of a needle that is no token itself must lie in a variable that is part of it. */
type Edges = { readonly atStart: boolean; readonly atEnd: boolean };

/** The fit without the tokens of the needle that are in no variable, as the values tell. */
export function withoutTokens(needle: Needle, fit: Fit, isThere: (token: Literal, edges: Edges) => boolean): Fit {
  let { inVariable } = fit;
  for (const { from, to } of tokenRuns(needle.bytes)) {
    const bits = from < LOOKED_AT ? 2 ** Math.min(to, LOOKED_AT) - 2 ** from : 0;
    const edges = { atStart: from > 0, atEnd: to < needle.bytes.length };
    if ((inVariable & bits) !== 0 && !isThere(literalOf(needle, from, to), edges)) inVariable &= ~bits;
  }
  return { ...fit, inVariable };
}

/** A stretch ends at bytes of tokens, which are ASCII, or where no more is looked at: then not within a character. */
function literalOf({ bytes, literal, stretches }: Needle, from: number, to: number): Literal {
  const key = from * 2 ** 20 + to;
  const known = stretches.get(key);
  if (known !== undefined) return known;
  let end = to;
  while (end > from && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  const stretch = { ...literal, text: bytes.toString("utf8", from, end) };
  stretches.set(key, stretch);
  return stretch;
}

/** A variable is a whole token with a telling byte: one that the needle bounds on both sides must have one, too. */
function allowedIn(bytes: Buffer, { touching, names }: NeedleBlock): Allowed {
  let told: readonly string[] | undefined;
  let inVariable = 0;
  let inName = 0;
  let inPid = 0;
  for (const { from, to } of tokenRuns(bytes)) {
    const piece = bytes.subarray(from, to);
    if (!mayHold(touching, piece)) continue;
    const isEdge = from === 0 || to === bytes.length;
    const small = piece.toString("latin1").toLowerCase();
    told ??= names().map((name) => Buffer.from(name).toString("latin1").toLowerCase());
    const mayName = told.some((name) => name.includes(small));
    const mayVary = isEdge || piece.some((byte) => ((CLASS[byte] ?? 0) & TELLING) !== 0);
    for (const [index, byte] of piece.entries()) {
      if (from + index >= LOOKED_AT) break;
      const bit = 1 << (from + index);
      if (mayName) inName |= bit;
      if (mayVary) inVariable |= bit;
      if (isDigit(byte)) inPid |= bit;
    }
  }
  return { inVariable, inName, inPid };
}

/** Whether a text of the shape may hold the needle by way of a slot, other than wholly inside of one value. */
export function fitsShape(fit: Fit, { bytes, starts }: Shapes, shape: number): boolean {
  const whole = 1 << (fit.length - 1);
  const to = starts[shape + 1] ?? 0;
  let state = 0;
  for (let at = starts[shape] ?? 0; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= FIRST_STATIC) state = ((state << 1) | 1) & (fit.masks[byte] ?? 0);
    else if (byte === Slot.variable) {
      state = swallow(state, fit.inVariable);
      if ((state & whole) !== 0) return true;
      // What begins in the variable and ends there is found among the values.
      state |= swallowStart(fit.inVariable) & ~whole;
    } else if (byte === Slot.stamp) {
      state = passStamp(state, fit.stamps[styleAt(bytes, at + 1)]?.positions, whole);
      at += 2;
    } else {
      const allowed = byte === Slot.pid ? fit.inPid : fit.inName;
      state = swallow(state, allowed) | swallowStart(allowed);
    }
    if ((state & whole) !== 0) return true;
  }
  return false;
}

/** Ends with `whole` alone where the needle ends within the stamp. */
function passStamp(from: number, positions: Int32Array = new Int32Array(0), whole = 0): number {
  let state = from;
  for (const mask of positions) {
    state = ((state << 1) | 1) & mask;
    if ((state & whole) !== 0) return whole;
  }
  return state;
}

/** The prefixes that end in a slot, when those of `state` end before it: one byte of the needle more, or several. */
function swallow(state: number, allowed: number): number {
  let reached = (state << 1) & allowed;
  for (let more = (reached << 1) & allowed & ~reached; more !== 0; more = (reached << 1) & allowed & ~reached) {
    reached |= more;
  }
  return reached;
}

/** The prefixes that begin in the slot. */
function swallowStart(allowed: number): number {
  const first = allowed & 1;
  return first | swallow(first, allowed);
}

type Run = { readonly from: number; readonly to: number };

function tokenRuns(bytes: Buffer): readonly Run[] {
  const runs: Run[] = [];
  let from = -1;
  for (let at = 0; at <= bytes.length; at += 1) {
    const isPart = at < bytes.length && CLASS[bytes[at] ?? 0] !== 0;
    if (isPart && from < 0) from = at;
    if (isPart || from < 0) continue;
    runs.push({ from, to: at });
    from = -1;
  }
  return runs;
}

/** The needle laid over a stamp at every offset at which all of its bytes that lie in the stamp may. */
function stampFit(needle: Needle, { pattern }: Stamp): StampFit {
  const known = needle.inStamps.get(pattern);
  if (known !== undefined) return known;
  const positions = Int32Array.from(positionsOf(pattern), ({ chars }) =>
    Array.from(chars).reduce((mask, char) => mask | (needle.masks[char.charCodeAt(0) & 255] ?? 0), 0),
  );
  const length = lengthOf(needle);
  const whole = 2 ** length - 1;
  let bits = 0;
  let isWithin = false;
  let isBehind = false;
  for (let offset = 1 - length; offset < positions.length; offset += 1) {
    const over = bitsOver(positions, offset, length);
    bits |= over;
    isWithin ||= over === whole;
    isBehind ||= over !== 0 && offset >= 0 && offset + needle.bytes.length > positions.length;
  }
  const fit = { positions, bits, isWithin, isBehind };
  needle.inStamps.set(pattern, fit);
  return fit;
}

function bitsOver(positions: Int32Array, offset: number, length: number): number {
  let bits = 0;
  for (let at = Math.max(0, -offset); at < length && offset + at < positions.length; at += 1) {
    if ((((positions[offset + at] ?? 0) >>> at) & 1) === 0) return 0;
    bits |= 1 << at;
  }
  return bits;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
