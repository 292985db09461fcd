import { type MachineRequest, type MachineSample, type MachineSeries, METRICS, type Metric } from "./metrics.js";

/**
 * Means over equal stretches of time. Each sample counts for as long as it holds, so that stretches shorter than the time
 * between samples have values, too, and long ones are not bent by samples that lie closer together.
 */
export function seriesOf(samples: Iterable<MachineSample>, request: MachineRequest): MachineSeries {
  const { columns } = request;
  const sums = METRICS.map(() => new Float64Array(columns));
  const weights = METRICS.map(() => new Float64Array(columns));
  for (const sample of samples) addSample(sample, request, sums, weights);
  const meansOf = (index: number): readonly (number | undefined)[] =>
    Array.from({ length: columns }, (_, column) => {
      const weight = weights[index]?.[column] ?? 0;
      return weight > 0 ? (sums[index]?.[column] ?? 0) / weight : undefined;
    });
  const values = Object.fromEntries(METRICS.map((metric, index) => [metric, meansOf(index)]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made from all the names, one line above
  return { ...request, values: values as Record<Metric, readonly (number | undefined)[]> };
}

function addSample(
  { from: begin, at: end, values }: MachineSample,
  { from, width, columns }: MachineRequest,
  sums: readonly Float64Array[],
  weights: readonly Float64Array[],
): void {
  const first = Math.max(0, Math.floor((begin - from) / width));
  const last = Math.min(columns - 1, Math.floor((end - from) / width));
  for (let column = first; column <= last; column += 1) {
    const start = from + column * width;
    const weight = Math.min(end, start + width) - Math.max(begin, start);
    if (weight <= 0) continue;
    for (const [index, value] of values.entries()) {
      const [sum, total] = [sums[index], weights[index]];
      if (value === undefined || sum === undefined || total === undefined) continue;
      sum[column] = (sum[column] ?? 0) + value * weight;
      total[column] = (total[column] ?? 0) + weight;
    }
  }
}
