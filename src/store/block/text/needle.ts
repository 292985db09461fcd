import type { Literal } from "../../../core/query/match/needs.js";
import { type Shapes, styleAt } from "./shapes.js";
import { MONTHS, patternParts, type Stamp, WEEKDAYS, WIDTHS } from "./stamp.js";
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
  /** Its longest token that cannot be part of a stamp or a process id; where it begins. */
  readonly anchor: { readonly literal: Literal; readonly from: number } | undefined;
};

/** More bytes than this are not looked at; what holds all of them holds the first ones. */
const LOOKED_AT = 30;

export function makeNeedle(literal: Literal): Needle {
  const bytes = Buffer.from(literal.text);
  return { literal, bytes, isToken: bytes.every((byte) => CLASS[byte] !== 0), anchor: anchorOf(bytes, literal) };
}

const STAMPISH = /^[\dtzucgm.+-]*$/i;
const STAMP_NAMES = `${MONTHS} ${WEEKDAYS}`.toLowerCase();

function anchorOf(bytes: Buffer, { ignoreCase }: Literal): Needle["anchor"] {
  const runs = tokenRuns(bytes)
    .map(({ from, to }) => ({ from, text: bytes.toString("latin1", from, to) }))
    .filter(({ from, text }) => from < LOOKED_AT && !STAMPISH.test(text) && !STAMP_NAMES.includes(text.toLowerCase()));
  const [longest] = runs.toSorted((one, other) => other.text.length - one.text.length);
  return longest && { literal: { kind: "literal", text: longest.text, ignoreCase }, from: longest.from };
}

/** Whether the needle's anchor lies in the static bytes of a text that holds the needle, or else within one value. */
export function isAnchored({ anchor }: Needle, fit: Fit, shapes: Shapes): boolean {
  return anchor !== undefined && !shapes.hasGluedStamp && ((fit.inName >>> anchor.from) & 1) === 0;
}

/** What the needle may be in the slots of one block; bit i of a mask stands for its byte i. */
export type Fit = Allowed & {
  readonly length: number;
  /** Which bytes of the needle each byte matches. */
  readonly masks: Int32Array;
  /** Which bytes each position of each stamp matches. */
  readonly stamps: readonly Int32Array[];
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
  const masks = masksOf(needle);
  return {
    length: Math.min(needle.bytes.length, LOOKED_AT),
    masks,
    ...allowedIn(needle.bytes, block),
    stamps: block.stamps.map((stamp) => stampMasks(stamp, masks)),
  };
}

function masksOf({ bytes, literal }: Needle): Int32Array {
  const masks = new Int32Array(256);
  for (const [at, byte] of bytes.subarray(0, LOOKED_AT).entries()) {
    masks[byte] = (masks[byte] ?? 0) | (1 << at);
    const isLetter = byte >= 97 && byte <= 122;
    if (literal.ignoreCase && isLetter) masks[byte - 32] = (masks[byte - 32] ?? 0) | (1 << at);
  }
  return masks;
}

/** A variable is a whole token with a telling byte: one that the needle bounds on both sides must have one, too. */
function allowedIn(bytes: Buffer, { touching, names }: NeedleBlock): Allowed {
  const told = names().map((name) => Buffer.from(name).toString("latin1").toLowerCase());
  let inVariable = 0;
  let inName = 0;
  let inPid = 0;
  for (const { from, to } of tokenRuns(bytes)) {
    const piece = bytes.subarray(from, to);
    if (!mayHold(touching, piece)) continue;
    const isEdge = from === 0 || to === bytes.length;
    const small = piece.toString("latin1").toLowerCase();
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
      state = passStamp(state, fit.stamps[styleAt(bytes, at + 1)], whole);
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

function stampMasks({ pattern }: Stamp, masks: Int32Array): Int32Array {
  const positions: number[] = [];
  const anyOf = (chars: string): number =>
    Array.from(chars).reduce((mask, char) => mask | (masks[char.charCodeAt(0)] ?? 0), 0);
  for (const { field, text } of patternParts(pattern)) {
    if (field === undefined) positions.push(anyOf(text));
    else if (field === "b") positions.push(anyOf("JFMASOND"), anyOf("aepuco"), anyOf("nbrylgptvc"));
    else if (field === "a") positions.push(anyOf("SMTWF"), anyOf("uoehra"), anyOf("neduit"));
    else if (field === "e") positions.push(anyOf(" 0123456789"), anyOf("0123456789"));
    else for (let at = 0; at < (WIDTHS[field] ?? 0); at += 1) positions.push(anyOf("0123456789"));
  }
  return Int32Array.from(positions);
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
