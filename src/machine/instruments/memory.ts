import type { Instrument, Readings } from "./instrument.js";

const KIBIBYTE = 1_024;

/** Memory and swap in bytes (proc_meminfo(5)). Used is what programs could not have; kernels before 3.14 do not say so. */
export const memory: Instrument = {
  file: "meminfo",
  metrics: ["memory.used", "memory.total", "swap.used", "swap.total"],
  read: (text) =>
    new Map(
      [...text.matchAll(/^([\w()]+): +(\d+) kB$/gm)].map(([, name = "", kibibytes]) => [
        name,
        [Number(kibibytes) * KIBIBYTE],
      ]),
    ),
  measure(_before, now) {
    const total = of(now, "MemTotal");
    const free = of(now, "MemAvailable") ?? sum(of(now, "MemFree"), of(now, "Buffers"), of(now, "Cached"));
    const swap = of(now, "SwapTotal");
    return [less(total, free), total, less(swap, of(now, "SwapFree")), swap];
  },
};

function of(readings: Readings, name: string): number | undefined {
  return readings.get(name)?.[0];
}

function sum(...parts: readonly (number | undefined)[]): number | undefined {
  return parts.reduce<number | undefined>(
    (all, part) => (all === undefined || part === undefined ? undefined : all + part),
    0,
  );
}

function less(total: number | undefined, free: number | undefined): number | undefined {
  return total === undefined || free === undefined ? undefined : Math.max(0, total - free);
}
