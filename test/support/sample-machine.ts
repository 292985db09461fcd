import { METRICS, type MachineSample, type Metric } from "../../src/core/machine/metrics.js";
import { micros } from "../../src/core/time.js";

const EVERY = 5_000_000;
const MEGABYTE = 1_048_576;
const GIGABYTE = 1_024 * MEGABYTE;

/** The hours around the sample log as a machine lives through them: load that rises and falls, and a stretch nobody measured. */
export function sampleMachine(): readonly MachineSample[] {
  const begin = Date.UTC(2026, 2, 14, 23) * 1_000;
  return Array.from({ length: 2 * 720 }, (_, index): MachineSample => {
    const turn = index / 17;
    const wave = (Math.sin(turn) + 1) / 2;
    const known: Partial<Record<Metric, number>> = {
      "cpu.user": 0.1 + 0.6 * wave,
      "cpu.system": 0.05 + 0.1 * wave,
      "cpu.waiting": index % 40 < 6 ? 0.2 : 0.01,
      "cpu.stolen": 0,
      "memory.used": (3 + ((index / 90) % 4)) * GIGABYTE,
      "memory.total": 16 * GIGABYTE,
      "swap.used": 0,
      "swap.total": 0,
      "disk.read": index % 40 < 6 ? 80 * MEGABYTE : 20_000,
      "disk.written": 3 * MEGABYTE * wave,
      "network.received": index % 97 === 0 ? 9 * MEGABYTE : 40_000,
      "network.sent": 12_000,
      "pressure.cpu.some": 0.3 * wave,
      "pressure.memory.some": 0,
      "pressure.memory.full": 0,
      "pressure.io.some": index % 40 < 6 ? 0.1 : 0,
      "pressure.io.full": 0,
    };
    const from = begin + index * EVERY;
    return { from: micros(from), at: micros(from + EVERY), values: METRICS.map((metric) => known[metric]) };
  }).filter((_, index) => index < 1_050 || index > 1_060);
}
