/**
 * What is known of a row without asking it: no, perhaps, yes (Kleene's logic). "And" is the least of two, "or" the
 * greatest, "not" what is missing to 2.
 */
export const NO = 0;
export const PERHAPS = 1;
export const YES = 2;

/** One verdict a row. */
export type Verdicts = Uint8Array;

/** What is known of many rows: one verdict for all, or one each, which whoever gets them may change. */
export type Found = number | Verdicts;

export function verdictAt(found: Found, row: number): number {
  return typeof found === "number" ? found : (found[row] ?? NO);
}
