import { type Automaton, MATCHED, UNSURE } from "../../../core/query/match/automaton.js";
import { NO, PERHAPS, type Verdicts, YES } from "../../../core/query/match/verdict.js";
import type { NameSlot, TextParts } from "./shaped-texts.js";
import { styleAt } from "./shapes.js";
import { positionsOf } from "./stamp-positions.js";
import { FIRST_STATIC, Slot } from "./token-class.js";

/**
 * An automaton taken through all texts of a shape at once, part by part: static bytes are read once for all rows, then
 * the values of a slot one after the other as they lie in memory. So a text is never put together to be searched, and
 * what a part cannot change (a time, where only letters matter) is not even fetched.
 */
type Walk = {
  readonly parts: TextParts;
  readonly automaton: Automaton;
  /** The rows of the shape, ascending, and the state of each, while `only` is -1. */
  rows: Uint32Array;
  states: Int32Array;
  /** The state that all rows have in common. */
  only: number;
  /** States behind a stamp or a number of which the rest does not depend; -1 where it does. */
  readonly behind: Map<number, number>;
};

const DIFFERENT = -1;
/** The longest stamp, and more than any number. */
const scratch = Buffer.alloc(256);

/** Gives each text of the shapes that are marked with 1 its verdict; the others are left as they are. */
export function runShapes(parts: TextParts, automaton: Automaton, marked: Uint8Array, verdicts: Verdicts): void {
  const { counts, shapes } = parts;
  const order = parts.order();
  const walk: Walk = {
    parts,
    automaton,
    rows: order,
    states: new Int32Array(counts.reduce((most, count) => Math.max(most, count), 0)),
    only: automaton.start,
    behind: new Map(),
  };
  let before = 0;
  for (let shape = 0; shape < shapes.count; shape += 1) {
    const count = counts[shape] ?? 0;
    if (marked[shape] === 1 && count > 0) {
      walk.rows = order.subarray(before, before + count);
      walk.only = automaton.start;
      if (shape === 0) passValues(walk, 0);
      else walkShape(walk, shape);
      settle(walk, verdicts);
    }
    before += count;
  }
}

function settle({ automaton, rows, states, only }: Walk, verdicts: Verdicts): void {
  for (let index = 0; index < rows.length; index += 1) {
    const end = automaton.end(only === DIFFERENT ? (states[index] ?? 0) : only);
    verdicts[rows[index] ?? 0] = end === MATCHED ? YES : end === UNSURE ? PERHAPS : NO;
  }
}

function walkShape(walk: Walk, shape: number): void {
  const { bytes, starts } = walk.parts.shapes;
  const stop = starts[shape + 1] ?? 0;
  let value = walk.parts.first()[shape] ?? 0;
  let at = starts[shape] ?? 0;
  while (at < stop) {
    const byte = bytes[at] ?? 0;
    const from = at;
    at += 1;
    if (byte >= FIRST_STATIC) {
      while (at < stop && (bytes[at] ?? 0) >= FIRST_STATIC) at += 1;
      passStatic(walk, from, at);
    } else if (byte === Slot.variable) {
      passValues(walk, value);
      value += walk.rows.length;
    } else if (byte === Slot.stamp) {
      passStamps(walk, styleAt(bytes, at));
      at += 2;
    } else passTold(walk, byte);
    // No byte leads out of these.
    if (walk.only >= 0 && walk.only <= UNSURE) return;
  }
}

function passStatic(walk: Walk, from: number, to: number): void {
  const { automaton, parts, states, rows } = walk;
  const { bytes } = parts.shapes;
  if (walk.only !== DIFFERENT) {
    walk.only = automaton.run(walk.only, bytes, from, to);
    return;
  }
  let [last, next] = [DIFFERENT, DIFFERENT];
  for (let index = 0; index < rows.length; index += 1) {
    const state = states[index] ?? 0;
    if (state !== last) {
      next = automaton.run(state, bytes, from, to);
      last = state;
    }
    states[index] = next;
  }
  join(walk);
}

function passValues(walk: Walk, value: number): void {
  const { automaton, parts, states, rows, only } = walk;
  const ends = parts.ends();
  const values = parts.values();
  let from = value === 0 ? 0 : (ends[value - 1] ?? 0);
  for (let index = 0; index < rows.length; index += 1) {
    const to = ends[value + index] ?? from;
    states[index] = automaton.run(only === DIFFERENT ? (states[index] ?? 0) : only, values, from, to);
    from = to;
  }
  join(walk);
}

/** Finds out whether all rows are in the same state (again). */
function join(walk: Walk): void {
  const { states, rows } = walk;
  const first = states[0] ?? 0;
  walk.only = first;
  for (let index = 1; index < rows.length; index += 1) {
    if (states[index] === first) continue;
    walk.only = DIFFERENT;
    return;
  }
}

function passStamps(walk: Walk, style: number): void {
  const { parts, only } = walk;
  const stamp = parts.shapes.stamps[style];
  if (stamp === undefined) throw new RangeError("a shape has a stamp of no known style");
  const passed = only === DIFFERENT ? DIFFERENT : behindStamp(walk, style, only);
  if (passed !== DIFFERENT) {
    walk.only = passed;
    return;
  }
  const at = parts.told.at();
  passEach(walk, (row) => {
    if (!stamp.write(at[row] ?? 0, scratch, 0)) throw new RangeError("a text cannot have the time it has");
    return stamp.length;
  });
}

/** The state behind every stamp of the style; `DIFFERENT` where that depends on the time. */
function behindStamp({ automaton, parts, behind }: Walk, style: number, from: number): number {
  const key = from * 64 + style;
  let state = behind.get(key);
  if (state !== undefined) return state;
  state = from;
  for (const { bytes } of positionsOf(parts.shapes.stamps[style]?.pattern ?? "")) {
    state = automaton.through(state, bytes);
    if (state === DIFFERENT) break;
  }
  behind.set(key, state);
  return state;
}

const DIGITS = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 48 && byte <= 57 ? 1 : 0));

function passTold(walk: Walk, slot: number): void {
  if (slot !== Slot.pid) return passNames(walk, slot === Slot.host ? Slot.host : Slot.identifier);
  const { automaton, parts, only } = walk;
  const passed = only === DIFFERENT ? DIFFERENT : automaton.through(only, DIGITS);
  if (passed !== DIFFERENT && automaton.through(passed, DIGITS) === passed) {
    walk.only = passed;
    return;
  }
  const pid = parts.told.pid();
  passEach(walk, (row) => writeNumber(pid[row] ?? 0));
}

function passNames(walk: Walk, slot: NameSlot): void {
  const { automaton, parts, states, rows, only } = walk;
  const { told } = parts;
  const passed = only === DIFFERENT ? DIFFERENT : behindNames(walk, slot, only);
  if (passed !== DIFFERENT) {
    walk.only = passed;
    return;
  }
  const column = told.column(slot);
  for (let index = 0; index < rows.length; index += 1) {
    const name = told.nameAt(column[rows[index] ?? 0] ?? 0);
    states[index] = automaton.run(only === DIFFERENT ? (states[index] ?? 0) : only, name, 0, name.length);
  }
  join(walk);
}

/** The state behind every host or identifier that the block has. */
function behindNames({ automaton, parts, behind }: Walk, slot: NameSlot, from: number): number {
  const key = -1 - from * 64 - slot;
  let state = behind.get(key);
  if (state !== undefined) return state;
  for (const number of numbersIn(parts.told.column(slot))) {
    const name = parts.told.nameAt(number);
    const next = automaton.run(from, name, 0, name.length);
    if (state !== undefined && next !== state) {
      state = DIFFERENT;
      break;
    }
    state = next;
  }
  state ??= DIFFERENT;
  behind.set(key, state);
  return state;
}

function numbersIn(column: ArrayLike<number>): readonly number[] {
  const seen: boolean[] = [];
  const numbers: number[] = [];
  for (let row = 0; row < column.length; row += 1) {
    const number = column[row] ?? 0;
    if (seen[number] === true) continue;
    seen[number] = true;
    numbers.push(number);
  }
  return numbers;
}

/** Through what is written into the scratch for each row. */
function passEach(walk: Walk, write: (row: number) => number): void {
  const { automaton, states, rows, only } = walk;
  for (let index = 0; index < rows.length; index += 1) {
    const length = write(rows[index] ?? 0);
    states[index] = automaton.run(only === DIFFERENT ? (states[index] ?? 0) : only, scratch, 0, length);
  }
  join(walk);
}

function writeNumber(number: number): number {
  return scratch.write(String(number), 0, "latin1");
}
