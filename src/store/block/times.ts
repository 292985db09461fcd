import { readFloat, readVarint, type Sink, type Tape, writeFloat, writeVarint } from "./varint.js";

/** Differences beyond this go as a whole double: zigzag doubles them, and 2^53 is where doubles stop being exact. */
const LARGEST_STEP = 2 ** 51;

/**
 * Times as differences from the one before (zigzag, plus one); code 0 is followed by the whole double. Exact for every
 * finite double, small for times that are close together.
 */
export function writeTimes(sink: Sink, times: Float64Array, from: number, to: number): void {
  let previous = 0;
  for (let index = from; index < to; index += 1) {
    const time = times[index] ?? 0;
    const step = time - previous;
    if (Number.isInteger(step) && Math.abs(step) < LARGEST_STEP && previous + step === time) {
      writeVarint(sink, (step < 0 ? -2 * step - 1 : 2 * step) + 1);
    } else {
      writeVarint(sink, 0);
      writeFloat(sink, time);
    }
    previous = time;
  }
}

export function readTimes(tape: Tape, count: number): Float64Array {
  const times = new Float64Array(count);
  const { bytes } = tape;
  let at = tape.at;
  let previous = 0;
  for (let index = 0; index < count; index += 1) {
    // Most steps take up to four bytes, which small numbers can hold: a third of the time of the general way.
    let code = bytes[at] ?? 0;
    let last = at;
    if (code >= 128) {
      let shift = 7;
      let byte = 0;
      code &= 127;
      do {
        byte = bytes[++last] ?? 0;
        code |= (byte & 127) << shift;
        shift += 7;
      } while (byte >= 128 && shift < 28);
      if (byte >= 128) code = 0;
    }
    if (code === 0) {
      tape.at = at;
      previous = timeAfter(tape, previous);
      at = tape.at;
    } else {
      at = last + 1;
      const zigzag = code - 1;
      previous += (zigzag & 1) === 0 ? zigzag >> 1 : -((zigzag + 1) >> 1);
    }
    times[index] = previous;
  }
  tape.at = at;
  return times;
}

function timeAfter(tape: Tape, previous: number): number {
  const code = readVarint(tape);
  if (code === 0) return readFloat(tape);
  const zigzag = code - 1;
  return previous + (zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2);
}
