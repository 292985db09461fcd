/**
 * What is known of a row without asking it: no, perhaps, yes (Kleene's logic). "And" is the least of two, "or" the
 * greatest, "not" what is missing to 2.
 */
export const NO = 0;
export const PERHAPS = 1;
export const YES = 2;

/** One verdict a row. */
export type Verdicts = Uint8Array;
