import type { Measure } from "../query/statement.js";
import { addToSketch, mergeSketch, newSketch, percentileOf, type Sketch } from "./sketch.js";

/** What is kept of the numbers of one group. `sketch` only where percentiles are asked for. */
export type Summary = {
  count: number;
  sum: number;
  /** What rounding has taken from the sum (Neumaier's summation), so that its order hardly counts. */
  lost: number;
  min: number;
  max: number;
  readonly sketch: Sketch | undefined;
};

export function newSummary(measures: readonly Measure[]): Summary {
  const isRanked = measures.some((measure) => measure.startsWith("p"));
  return { count: 0, sum: 0, lost: 0, min: Infinity, max: -Infinity, sketch: isRanked ? newSketch() : undefined };
}

export function addNumber(summary: Summary, value: number): void {
  summary.count += 1;
  addToSum(summary, value);
  if (value < summary.min) summary.min = value;
  if (value > summary.max) summary.max = value;
  if (summary.sketch !== undefined) addToSketch(summary.sketch, value);
}

export function mergeSummary(into: Summary, from: Summary): void {
  into.count += from.count;
  addToSum(into, from.sum);
  into.lost += from.lost;
  into.min = Math.min(into.min, from.min);
  into.max = Math.max(into.max, from.max);
  if (into.sketch !== undefined && from.sketch !== undefined) mergeSketch(into.sketch, from.sketch);
}

/** A measure of the numbers; undefined when there were none. Percentiles stay within the smallest and the biggest. */
export function measured(summary: Summary, measure: Measure): number | undefined {
  const { count, min, max, sketch } = summary;
  const sum = summary.sum + summary.lost;
  switch (measure) {
    case "count":
      return count;
    case "sum":
      return sum;
    case "min":
      return count === 0 ? undefined : min;
    case "max":
      return count === 0 ? undefined : max;
    case "avg":
      return count === 0 ? undefined : sum / count;
    default: {
      const value = sketch === undefined ? undefined : percentileOf(sketch, Number(measure.slice(1)));
      return value === undefined ? undefined : Math.min(Math.max(value, min), max);
    }
  }
}

function addToSum(summary: Summary, value: number): void {
  const sum = summary.sum + value;
  summary.lost += Math.abs(summary.sum) >= Math.abs(value) ? summary.sum - sum + value : value - sum + summary.sum;
  summary.sum = sum;
}
