import type { Micros } from "../../core/time.js";
import { machineOffsetMinutes } from "../machine-offset.js";
import { isoLocal } from "../output/time-text.js";

/** `2026-11-24 21:38:42`, in local time. */
export function momentText(at: Micros): string {
  return isoLocal(at, machineOffsetMinutes(at / 1_000))
    .slice(0, 19)
    .replace("T", " ");
}
