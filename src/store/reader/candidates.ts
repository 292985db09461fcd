import type { Needs } from "../../core/query/match/needs.js";
import type { BlockColumns } from "../block/block-columns.js";

/** Which rows of a block hold what a query needs: one byte a row, 1 for "look at it". */
export type RowMask = Uint8Array;

/** Undefined when every row has to be looked at. */
export function candidateRows(needs: Needs, columns: BlockColumns): RowMask | undefined {
  switch (needs.kind) {
    case "anything":
      return undefined;
    case "literal":
      return columns.rowsWith(needs);
    case "all":
      return needs.parts.reduce<RowMask | undefined>(
        (mask, part) => (mask !== undefined && !mask.includes(1) ? mask : both(mask, candidateRows(part, columns))),
        undefined,
      );
    case "one":
      return anyOf(needs.parts.map((part) => candidateRows(part, columns)));
  }
}

function both(left: RowMask | undefined, right: RowMask | undefined): RowMask | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left.map((bit, row) => bit & (right[row] ?? 0));
}

function anyOf(masks: readonly (RowMask | undefined)[]): RowMask | undefined {
  return masks.reduce((left, right) =>
    left === undefined || right === undefined ? undefined : left.map((bit, row) => bit | (right[row] ?? 0)),
  );
}
