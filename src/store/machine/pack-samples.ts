import { METRICS, type MachineSample } from "../../core/machine/metrics.js";
import { MICROS_PER_MINUTE, MICROS_PER_MS, micros } from "../../core/time.js";
import { isOverrun, newSink, newTape, readVarint, type Tape, writeVarint, written } from "../block/varint.js";

/** Parts of 1 are kept in hundredths of a percent, everything else in whole numbers. */
const UNITS: readonly number[] = METRICS.map((metric) => (/^(?:cpu|pressure)\./.test(metric) ? 10_000 : 1));
/** What a file may say of itself before it is taken for damaged. */
const MOST_METRICS = 256;

/**
 * Samples that end in one minute, oldest first, as bytes: each says when it ended and began, in milliseconds, how many
 * metrics it has, and of each 0 where it was not known, else 1 more than the difference from the sample before, with the
 * sign in the lowest bit. Samples can be put behind others as they come: `before` is the last of those.
 */
export function packSample(sample: MachineSample, before: MachineSample | undefined): Uint8Array {
  const sink = newSink(64);
  const end = Math.max(0, Math.floor((sample.at % MICROS_PER_MINUTE) / MICROS_PER_MS));
  writeVarint(sink, end);
  writeVarint(sink, Math.max(0, Math.round((sample.at - sample.from) / MICROS_PER_MS)));
  writeVarint(sink, METRICS.length);
  for (const [index, unit] of UNITS.entries()) {
    const value = sample.values[index];
    if (value === undefined) writeVarint(sink, 0);
    else writeVarint(sink, zigzag(Math.round(value * unit) - wholeOf(before, index)) + 1);
  }
  return written(sink);
}

/** What `packSample` packed; of bytes that are damaged what comes before the damage. */
export function unpackSamples(bytes: Uint8Array, minute: number): readonly MachineSample[] {
  const tape = newTape(bytes);
  const samples: MachineSample[] = [];
  while (tape.at < bytes.length) {
    const sample = readSample(tape, minute * MICROS_PER_MINUTE, samples.at(-1));
    if (sample === undefined) break;
    samples.push(sample);
  }
  return samples;
}

function readSample(tape: Tape, start: number, before: MachineSample | undefined): MachineSample | undefined {
  const at = start + readVarint(tape) * MICROS_PER_MS;
  const from = at - readVarint(tape) * MICROS_PER_MS;
  const count = readVarint(tape);
  if (count > MOST_METRICS) return undefined;
  const values = METRICS.map((): number | undefined => undefined);
  for (let index = 0; index < count; index += 1) {
    const packed = readVarint(tape);
    // A newer version measures more than this one knows.
    if (packed === 0 || index >= METRICS.length) continue;
    values[index] = (unzigzag(packed - 1) + wholeOf(before, index)) / (UNITS[index] ?? 1);
  }
  return isOverrun(tape) ? undefined : { from: micros(from), at: micros(at), values };
}

/** The number that is kept; 0 where there is none. */
function wholeOf(sample: MachineSample | undefined, index: number): number {
  return Math.round((sample?.values[index] ?? 0) * (UNITS[index] ?? 1));
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
