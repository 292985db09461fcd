import type { Metric } from "../../core/machine/metrics.js";
import { type Instrument, rate, type Readings } from "./instrument.js";

const MICROS = 1_000_000;

/**
 * How much of the time something waited for a resource: some of what wanted to run, or all of it. From the sums, not from
 * the kernel's own averages, which look back further than a sample does. Absent before Linux 4.20, where it is turned off
 * (`psi=0`), and in some containers; a whole machine never waits for processors at once, so those have no `full`.
 */
function pressureOf(resource: string, metrics: readonly Metric[]): Instrument {
  return {
    file: `pressure/${resource}`,
    metrics,
    read: (text) =>
      new Map(
        [...text.matchAll(/^(some|full) .*\btotal=(\d+)$/gm)].map(([, name = "", total]) => [name, [Number(total)]]),
      ),
    measure: (before, now, seconds) =>
      metrics.map((metric) => {
        const own = (readings: Readings) => new Map([...readings].filter(([name]) => metric.endsWith(name)));
        const waited = rate(own(before), own(now), 0, seconds * MICROS);
        return waited === undefined ? undefined : Math.min(1, waited);
      }),
  };
}

export const pressures: readonly Instrument[] = [
  pressureOf("cpu", ["pressure.cpu.some"]),
  pressureOf("memory", ["pressure.memory.some", "pressure.memory.full"]),
  pressureOf("io", ["pressure.io.some", "pressure.io.full"]),
];
