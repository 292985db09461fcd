import type { Literal, Needs } from "../../core/query/match/needs.js";
import { escapeRegExp } from "../../core/query/match/fold.js";
import type { BlockColumns } from "../block/block-columns.js";

/** Which rows of a block hold what a query needs: one byte a row, 1 for "look at it". */
export type RowMask = Uint8Array;

/** Undefined when every row has to be looked at. The bytes are searched as they are; no string is made of a row. */
export function candidateRows(needs: Needs, columns: BlockColumns): RowMask | undefined {
  switch (needs.kind) {
    case "anything":
      return undefined;
    case "literal":
      return rowsWith(needs, columns);
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

/** Rows whose text holds the literal. A hit that reaches over the end of a row is none. */
function rowsWith({ text, ignoreCase }: Literal, columns: BlockColumns): RowMask {
  const mask = new Uint8Array(columns.count);
  const starts = columns.starts();
  const find = ignoreCase ? foldedFinder(text, columns.text()) : exactFinder(text, columns.text());
  const length = Buffer.byteLength(text);
  let row = 0;
  let hit = find(0);
  while (hit >= 0) {
    while ((starts[row + 1] ?? Infinity) <= hit) row += 1;
    const end = starts[row + 1] ?? 0;
    const isInside = hit + length <= end;
    if (isInside) mask[row] = 1;
    hit = find(isInside ? end : hit + 1);
  }
  return mask;
}

type Finder = (from: number) => number;

function exactFinder(text: string, bytes: Buffer): Finder {
  const needle = Buffer.from(text);
  return (from) => bytes.indexOf(needle, from);
}

/** The literal is ASCII: seen as Latin-1, no other byte of UTF-8 folds to one of its letters. */
function foldedFinder(text: string, bytes: Buffer): Finder {
  const haystack = bytes.toString("latin1");
  const pattern = new RegExp(escapeRegExp(text), "gi");
  return (from) => {
    pattern.lastIndex = from;
    return pattern.test(haystack) ? pattern.lastIndex - text.length : -1;
  };
}
