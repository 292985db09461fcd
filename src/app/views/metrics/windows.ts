import { MICROS_PER_HOUR, MICROS_PER_MINUTE } from "../../../core/time.js";

/** Lengths of time that the charts can show, the shortest first. */
export const METRICS_WINDOWS = ["1m", "5m", "15m", "1h", "6h", "24h"] as const;
export type MetricsWindow = (typeof METRICS_WINDOWS)[number];

/** The same in microseconds. */
export const WINDOW_MICROS: Readonly<Record<MetricsWindow, number>> = {
  "1m": MICROS_PER_MINUTE,
  "5m": 5 * MICROS_PER_MINUTE,
  "15m": 15 * MICROS_PER_MINUTE,
  "1h": MICROS_PER_HOUR,
  "6h": 6 * MICROS_PER_HOUR,
  "24h": 24 * MICROS_PER_HOUR,
};
