/**
 * Percentiles of numbers that come in any order, in bounded memory: exact while there are at most `MOST_EXACT`
 * different ones, from then on within 1 % of the true value. What it tells depends on the numbers alone, not on how they were split and merged.
 *
 * From then on it is DDSketch (Masson, Rim, Lee: DDSketch, VLDB 2019): numbers are counted in buckets
 * (gamma^(i-1), gamma^i] with gamma = (1 + a) / (1 - a) and a = 0.01; negative ones in buckets of their own. All doubles
 * fit in about 71,000 buckets, and the numbers of one field use some hundreds: none are put together.
 */
export type Sketch = {
  /** How often each number came, while few are different. */
  exact: Map<number, number> | undefined;
  positive: Map<number, number>;
  negative: Map<number, number>;
  zero: number;
};

export const MOST_EXACT = 512;
/** How far off a percentile may be, as a part of the true value. */
export const SKETCH_ERROR = 0.01;

const GAMMA = (1 + SKETCH_ERROR) / (1 - SKETCH_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** What is nearer to nothing than this counts as nothing. */
const LEAST = 1e-300;

export function newSketch(): Sketch {
  return { exact: new Map(), positive: new Map(), negative: new Map(), zero: 0 };
}

export function addToSketch(sketch: Sketch, value: number, times = 1): void {
  const { exact } = sketch;
  if (exact !== undefined) {
    increase(exact, value === 0 ? 0 : value, times);
    if (exact.size > MOST_EXACT) spill(sketch, exact);
    return;
  }
  if (value > LEAST) increase(sketch.positive, bucketOf(value), times);
  else if (value < -LEAST) increase(sketch.negative, bucketOf(-value), times);
  else sketch.zero += times;
}

/** Adds what the other has counted. */
export function mergeSketch(into: Sketch, from: Sketch): void {
  if (from.exact !== undefined) {
    for (const [value, times] of from.exact) addToSketch(into, value, times);
    return;
  }
  if (into.exact !== undefined) spill(into, into.exact);
  for (const [bucket, count] of from.positive) increase(into.positive, bucket, count);
  for (const [bucket, count] of from.negative) increase(into.negative, bucket, count);
  into.zero += from.zero;
}

/** The smallest value that `percent` % of the numbers do not exceed (nearest rank); undefined of none. */
export function percentileOf(sketch: Sketch, percent: number): number | undefined {
  const { exact } = sketch;
  if (exact !== undefined) {
    let left = rankOf(percent, sum(exact));
    return [...exact.keys()].toSorted(ascending).find((value) => (left -= exact.get(value) ?? 0) <= 0);
  }
  let rest = rankOf(percent, sum(sketch.negative) + sketch.zero + sum(sketch.positive));
  // Ascending: the negative numbers from the farthest to the nearest, nothing, the positive ones.
  for (const bucket of [...sketch.negative.keys()].toSorted((left, right) => right - left)) {
    rest -= sketch.negative.get(bucket) ?? 0;
    if (rest <= 0) return -middleOf(bucket);
  }
  rest -= sketch.zero;
  if (rest <= 0) return 0;
  for (const bucket of [...sketch.positive.keys()].toSorted(ascending)) {
    rest -= sketch.positive.get(bucket) ?? 0;
    if (rest <= 0) return middleOf(bucket);
  }
  return undefined;
}

function rankOf(percent: number, count: number): number {
  return Math.max(1, Math.ceil((percent * count) / 100 - 1e-9));
}

function sum(counts: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

function ascending(left: number, right: number): number {
  return left - right;
}

function spill(sketch: Sketch, values: ReadonlyMap<number, number>): void {
  sketch.exact = undefined;
  for (const [value, times] of values) addToSketch(sketch, value, times);
}

/** The buckets of small whole numbers, of which most fields are made, once they were asked for; 0 of others. */
const smallBuckets = new Int16Array(1 << 16);

function bucketOf(value: number): number {
  const known = smallBuckets[value] ?? 0;
  if (known !== 0) return known;
  const bucket = Math.ceil(Math.log(value) / LOG_GAMMA);
  if (value < smallBuckets.length && Number.isInteger(value)) smallBuckets[value] = bucket;
  return bucket;
}

/** The value that is at most `SKETCH_ERROR` away from both ends of the bucket. */
function middleOf(bucket: number): number {
  return (2 * Math.exp(bucket * LOG_GAMMA)) / (1 + GAMMA);
}

function increase(counts: Map<number, number>, bucket: number, by: number): void {
  counts.set(bucket, (counts.get(bucket) ?? 0) + by);
}
