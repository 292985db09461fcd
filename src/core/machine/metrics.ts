import type { Micros } from "../time.js";

/**
 * What is measured of the machine. The place of a name is its place in what the store keeps: new ones come at the end, none
 * is ever taken out. `cpu` and `pressure` are parts of 1, of all cores and of the time; the rest bytes, or bytes a second.
 */
export const METRICS = [
  "cpu.user",
  "cpu.system",
  "cpu.waiting",
  "cpu.stolen",
  "memory.used",
  "memory.total",
  "swap.used",
  "swap.total",
  "disk.read",
  "disk.written",
  "network.received",
  "network.sent",
  "pressure.cpu.some",
  "pressure.memory.some",
  "pressure.memory.full",
  "pressure.io.some",
  "pressure.io.full",
] as const;

export type Metric = (typeof METRICS)[number];

/** How the machine was from `from` to `at`: rates over that time, amounts at its end. Undefined is what it does not tell. */
export type MachineSample = {
  readonly from: Micros;
  readonly at: Micros;
  /** In the order of `METRICS`. */
  readonly values: readonly (number | undefined)[];
};

/** Asks for so many equal stretches of a span of time (microseconds, finite). */
export type MachineRequest = { readonly from: number; readonly width: number; readonly columns: number };

/** For each metric the mean of each stretch, undefined where nothing was measured. */
export type MachineSeries = MachineRequest & {
  readonly values: Readonly<Record<Metric, readonly (number | undefined)[]>>;
};
