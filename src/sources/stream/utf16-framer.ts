import type { RawBatch } from "../../core/batch.js";
import type { Micros } from "../../core/time.js";
import { type Framer, type Position, START } from "./framer.js";
import { createUtf8Framer } from "./utf8-framer.js";

const LF = 10;
const CR = 13;

type State = {
  readonly inner: Framer;
  readonly decoder: InstanceType<typeof TextDecoder>;
  readonly isLittle: boolean;
  readonly maxLineBytes: number;
  /** Bytes of the stream that are not decoded yet. */
  held: Buffer;
  lineEnd: number;
  given: number;
  isFresh: boolean;
};

/**
 * The framer of UTF-16 text: gives UTF-8 records, and positions in the bytes of the stream itself, so that a resume
 * finds its place. Lines are decoded whole; a line longer than one may be is given in pieces.
 */
export function createUtf16Framer(
  start: Position,
  byteOrder: "utf-16le" | "utf-16be",
  maxLineBytes: number,
  now: () => Micros,
): Framer {
  const inner = createUtf8Framer(START, maxLineBytes, now);
  const state: State = {
    inner,
    // The decoder would drop a mark at the start of every piece; only that of the stream may go.
    decoder: new TextDecoder(byteOrder, { ignoreBOM: true }),
    isLittle: byteOrder === "utf-16le",
    maxLineBytes,
    held: Buffer.alloc(0),
    ...start,
    isFresh: false,
  };
  let space = Buffer.alloc(0);
  return {
    push: (chunk) => push(state, chunk),
    pause: () => pause(state),
    end: () => joined(drain(state), inner.end()),
    close: () => joined(drain(state), inner.close()),
    room: (bytes) => {
      space = Buffer.allocUnsafeSlow(bytes);
      return space;
    },
    wrote: (bytes) => push(state, space.subarray(0, bytes)),
    isHolding: () => state.isFresh && state.held.length > 0,
    position: () => ({ lineEnd: state.lineEnd, given: state.given }),
  };
}

function push(state: State, chunk: Uint8Array): RawBatch | undefined {
  state.held = Buffer.concat([state.held, chunk]);
  state.isFresh ||= chunk.length > 0;
  if (state.lineEnd + state.given === 0 && state.held.length >= 2) {
    state.held = state.held.subarray(2);
    state.given = 2;
  }
  const lines = endOfLastLine(state);
  if (lines === 0) return state.held.length > state.maxLineBytes * 2 ? pause(state) : undefined;
  state.lineEnd += state.given + lines;
  state.given = 0;
  return state.inner.push(decoded(state, lines));
}

function unitAt({ held, isLittle }: State, at: number): number {
  return isLittle ? held.readUInt16LE(at) : held.readUInt16BE(at);
}

function wholeUnits({ held }: State): number {
  return held.length - (held.length % 2);
}

function endOfLastLine(state: State): number {
  for (let at = wholeUnits(state) - 2; at >= 0; at -= 2) if (unitAt(state, at) === LF) return at + 2;
  return 0;
}

/** Takes the first bytes from what is held, as UTF-8. */
function decoded(state: State, bytes: number): Uint8Array {
  const text = state.decoder.decode(state.held.subarray(0, bytes));
  state.held = state.held.subarray(bytes);
  return Buffer.from(text, "utf8");
}

function pause(state: State): RawBatch | undefined {
  state.isFresh = false;
  let end = wholeUnits(state);
  const last = end >= 2 ? unitAt(state, end - 2) : 0;
  // The LF may still come, or the other half of the character.
  if (last === CR || (last >= 0xd800 && last < 0xdc00)) end -= 2;
  if (end === 0) return undefined;
  state.given += end;
  const pieces = state.inner.push(decoded(state, end));
  return joined(pieces, state.inner.pause());
}

function drain(state: State): RawBatch | undefined {
  state.isFresh = false;
  if (state.held.length === 0) return undefined;
  state.given += state.held.length;
  return state.inner.push(decoded(state, state.held.length));
}

/** Two batches of the same framer as one. */
function joined(first: RawBatch | undefined, second: RawBatch | undefined): RawBatch | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const shift = first.bytes.length;
  const count = first.count + second.count;
  const marks = new Uint16Array(count);
  if (first.marks !== undefined) marks.set(first.marks);
  if (second.marks !== undefined) marks.set(second.marks, first.count);
  const shifted = (from: Uint32Array) => from.map((at) => at + shift);
  return {
    ...second,
    bytes: Buffer.concat([first.bytes, second.bytes]),
    starts: Uint32Array.from([...first.starts, ...shifted(second.starts)]),
    ends: Uint32Array.from([...first.ends, ...shifted(second.ends)]),
    count,
    marks,
  };
}
