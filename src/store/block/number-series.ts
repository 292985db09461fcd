import { readByte, readFloat, readVarint, type Sink, type Tape, writeByte, writeFloat, writeVarint } from "./varint.js";

/**
 * A column of numbers, NaN where there is none. It is kept by how the steps from row to row differ from those of
 * another column that is there already (two clocks run alike), or from no step at all. Exact for every double but -0.
 */
export type Series = Float64Array;

const Form = { steps: 0, constant: 1, none: 2, same: 3 } as const;

/** Larger differences go as a whole double: zigzag doubles them, and 2^53 is where doubles stop being exact. */
const LARGEST_STEP = 2 ** 51;
/** Codes below are no steps. */
const Code = { double: 0, absent: 1, step: 2 } as const;

/** So many rows are tried with each base. */
const SAMPLE_ROWS = 64;

/** `bases` are the columns that a reader will have when it reads this one. */
export function writeSeries(sink: Sink, values: Series, bases: readonly Series[]): void {
  const first = values[0] ?? Number.NaN;
  if (isConstant(values, first)) {
    writeByte(sink, Number.isNaN(first) ? Form.none : Form.constant);
    if (!Number.isNaN(first)) writeFloat(sink, first);
    return;
  }
  const base = bestBase(values, bases);
  const from = bases[base];
  const isSame = from !== undefined && isEqual(values, from);
  writeByte(sink, isSame ? Form.same : Form.steps);
  writeVarint(sink, base + 1);
  if (!isSame) writeSteps(sink, values, from);
}

function isConstant(values: Series, first: number): boolean {
  let row = 0;
  while (row < values.length && Object.is(values[row], first)) row += 1;
  return row === values.length;
}

function isEqual(values: Series, others: Series): boolean {
  let row = 0;
  while (row < values.length && Object.is(values[row], others[row])) row += 1;
  return row === values.length;
}

function writeSteps(sink: Sink, values: Series, base: Series | undefined): void {
  let previous = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) {
      writeVarint(sink, Code.absent);
      continue;
    }
    const from = baseAt(base, row);
    const distance = value - from;
    const step = distance - previous;
    if (isWhole(step) && previous + step + from === value) {
      writeVarint(sink, (step < 0 ? -2 * step - 1 : 2 * step) + Code.step);
      previous += step;
    } else {
      writeVarint(sink, Code.double);
      writeFloat(sink, value);
      previous = distanceAfter(value, from);
    }
  }
}

function isWhole(step: number): boolean {
  return step < LARGEST_STEP && step > -LARGEST_STEP && Math.trunc(step) === step;
}

/** What the next step is counted from after a double, finite whatever the double was. */
function distanceAfter(value: number, from: number): number {
  const distance = Math.trunc(value - from);
  return Number.isSafeInteger(distance) ? distance : 0;
}

function baseAt(base: Series | undefined, row: number): number {
  const from = base === undefined ? 0 : (base[row] ?? 0);
  return Number.isFinite(from) ? from : 0;
}

/** Index of the base with which the first rows need the fewest bits, -1 for none. */
function bestBase(values: Series, bases: readonly Series[]): number {
  let best = -1;
  let least = sampleCost(values, undefined);
  for (const [index, base] of bases.entries()) {
    const cost = sampleCost(values, base);
    if (cost >= least) continue;
    least = cost;
    best = index;
  }
  return best;
}

function sampleCost(values: Series, base: Series | undefined): number {
  let cost = 0;
  let previous = 0;
  for (let row = 0; row < Math.min(values.length, SAMPLE_ROWS); row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const distance = value - baseAt(base, row);
    cost += bitsOf(distance - previous);
    previous = distance;
  }
  return cost;
}

/** About the logarithm; what is not small counts by its seven-bit groups. */
function bitsOf(step: number): number {
  let rest = Math.min(Math.abs(step), 2 ** 60);
  let bits = 0;
  while (rest >= 0x1_0000) {
    rest /= 128;
    bits += 7;
  }
  return bits + 32 - Math.clz32(rest);
}

export function readSeries(tape: Tape, count: number, bases: readonly (() => Series)[]): Series {
  const form = readByte(tape);
  if (form === Form.constant) return new Float64Array(count).fill(readFloat(tape));
  if (form !== Form.steps && form !== Form.same) return new Float64Array(count).fill(Number.NaN);
  const base = bases[readVarint(tape) - 1]?.();
  return form === Form.same ? (base ?? new Float64Array(count)) : readSteps(tape, count, base);
}

function readSteps(tape: Tape, count: number, base: Series | undefined): Series {
  const values = new Float64Array(count);
  let previous = 0;
  for (let row = 0; row < count; row += 1) {
    const code = readVarint(tape);
    const from = baseAt(base, row);
    if (code >= Code.step) {
      const zigzag = code - Code.step;
      previous += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      values[row] = previous + from;
    } else if (code === Code.absent) {
      values[row] = Number.NaN;
    } else {
      const value = readFloat(tape);
      values[row] = value;
      previous = distanceAfter(value, from);
    }
  }
  return values;
}
