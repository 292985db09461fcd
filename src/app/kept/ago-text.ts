import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE } from "../../core/time.js";

/** How long ago something was, as people say it; microseconds. */
export function agoText(micros: number): string {
  for (const [unit, word] of UNITS) {
    const count = Math.floor(micros / unit);
    if (count >= 1) return count === 1 ? `${word.startsWith("h") ? "an" : "a"} ${word} ago` : `${count} ${word}s ago`;
  }
  return "just now";
}

const UNITS = [
  [MICROS_PER_DAY, "day"],
  [MICROS_PER_HOUR, "hour"],
  [MICROS_PER_MINUTE, "minute"],
] as const;
