import type { Theme } from "./roles.js";

/** Names that stand for one theme or another: by the terminal's background, by the hour. */
export const MOVING_THEMES = ["auto", "daylight"] as const;

const DAY_BEGINS = 7;
const DAY_ENDS = 19;

/** What `daylight` wants at this hour, 0 to 23. */
export function appearanceAtHour(hour: number): Theme["appearance"] {
  return hour >= DAY_BEGINS && hour < DAY_ENDS ? "light" : "dark";
}
