import { LEVEL_UNKNOWN, type Level, levelOf } from "../level.js";
import type { Pattern } from "./pattern-tally.js";

/** The level that most of its entries have; the more severe one of equals. */
export function usualLevel({ levels }: Pattern): Level | undefined {
  const most = Math.max(...levels);
  const number = levels.indexOf(most);
  return number === LEVEL_UNKNOWN ? undefined : levelOf(number);
}
