import { isDigit } from "./timestamp.js";

/** The largest facility is 23, the largest level 7 (RFC 5424 §6.2.1). */
const MAX_PRIORITY = 191;

/** `<PRI>` at the start of a line: facility * 8 + level. */
export function scanPriority(text: string): { readonly value: number; readonly end: number } | undefined {
  if (text.charCodeAt(0) !== 60) return undefined;
  let value = 0;
  let at = 1;
  for (; at <= 3 && isDigit(text.charCodeAt(at)); at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  if (at === 1 || value > MAX_PRIORITY || text.charCodeAt(at) !== 62) return undefined;
  return { value, end: at + 1 };
}
