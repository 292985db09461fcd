import type { CursorParts } from "./own-builders.js";

const HEX = "(0|[1-9a-f][0-9a-f]{0,15})";
const CURSOR = new RegExp(`^s=([0-9a-f]{32});i=${HEX};b=([0-9a-f]{32});m=${HEX};t=${HEX};x=${HEX}$`);

/** Undefined when the text is no cursor, or one that its numbers would not give back. */
export function cursorPartsOf(text: string): CursorParts | undefined {
  const match = CURSOR.exec(text);
  if (match === null) return undefined;
  const [, seqnumId = "", i = "", bootId = "", m = "", t = "", x = ""] = match;
  const [seqnum, monotonic, realtime] = [i, m, t].map((digits) => Number.parseInt(digits, 16));
  if (![seqnum, monotonic, realtime].every(Number.isSafeInteger)) return undefined;
  const xorHigh = x.length > 8 ? Number.parseInt(x.slice(0, -8), 16) : 0;
  const xorLow = Number.parseInt(x.slice(-8), 16);
  return { seqnumId, bootId, seqnum: seqnum ?? 0, monotonic: monotonic ?? 0, realtime: realtime ?? 0, xorHigh, xorLow };
}
