import type { Literal } from "../../../core/query/match/needs.js";
import { findPieces } from "./find-literal.js";
import { searchTexts } from "./search-texts.js";
import { decodeShapes } from "./shapes.js";
import {
  decodeLengths,
  decodeRows,
  joinParts,
  type Page,
  type TextParts,
  type ToldColumns,
  writeRow,
} from "./shaped-texts.js";

/** The texts of a block, however they are kept. */
export type TextColumn = {
  /** The exact bytes of one; to be used before the next is asked for. */
  bytes(row: number): Buffer;
  /** All of them, one after the other without anything between. */
  all(): Buffer;
  /** Where each begins in `all`, and behind the last one where it ends. */
  starts(): Uint32Array;
  /** One byte a row: 1 for those that hold the literal. */
  rowsWith(literal: Literal): Uint8Array;
};

/** Texts as they are: of blocks that are still growing, and of those of before there were shapes. */
export function plainTexts(text: () => Buffer, starts: () => Uint32Array): TextColumn {
  return {
    bytes: (row) => text().subarray(starts()[row], starts()[row + 1]),
    all: text,
    starts,
    rowsWith(literal) {
      const mask = new Uint8Array(starts().length - 1);
      findPieces(text(), starts().subarray(1), literal, (row) => (mask[row] = 1));
      return mask;
    },
  };
}

/** Instead of texts that cannot be read. */
export function emptyTexts(count: number): TextColumn {
  const text = Buffer.alloc(0);
  const starts = new Uint32Array(count + 1);
  return plainTexts(
    () => text,
    () => starts,
  );
}

type ShapedGroup = "shapes" | "rows" | "lengths" | "values";

/** Where the groups of shaped texts come from; each is asked for at most once. */
export type ShapedSource = {
  readonly count: number;
  readonly filter: Buffer;
  load(group: ShapedGroup): Buffer;
  told(): ToldColumns;
  /** Called with the bytes of memory that all texts took, when they were written out. */
  grew(bytes: number): void;
};

/** Throws RangeError from whatever is asked first when a group is not what it should be. */
export function shapedTexts(source: ShapedSource): TextColumn {
  const { count } = source;
  const filter = (): Buffer => source.filter;
  const heads = once(() => {
    const shapes = decodeShapes(source.load("shapes"));
    const shapeOf = decodeRows(source.load("rows"), count, shapes.count);
    return { shapes, shapeOf, ...joinParts({ shapes, shapeOf }) };
  });
  const parts = once((): TextParts => {
    const head = heads();
    const ends = decodeLengths(source.load("lengths"), head.first.at(-1) ?? 0);
    const values = source.load("values");
    if ((ends.at(-1) ?? 0) !== values.length)
      throw new RangeError("the values of a block have not the length they say");
    return { ...head, ends, values, told: source.told() };
  });
  const whole = once(() => {
    const made = writeAll(parts(), count);
    source.grew(made.text.length + count * 4);
    return made;
  });
  const single: Page = { bytes: Buffer.allocUnsafe(1_024), length: 0 };
  return {
    bytes(row) {
      if (whole.isMade()) return whole().text.subarray(whole().starts[row], whole().starts[row + 1]);
      single.length = 0;
      writeRow(parts(), row, single);
      return single.bytes.subarray(0, single.length);
    },
    all: () => whole().text,
    starts: () => whole().starts,
    rowsWith: (literal) => searchTexts({ count, filter, heads, parts, names: () => source.told().names }, literal),
  };
}

function writeAll(parts: TextParts, count: number): { readonly text: Buffer; readonly starts: Uint32Array } {
  const page: Page = { bytes: Buffer.allocUnsafe(count * 128), length: 0 };
  const starts = new Uint32Array(count + 1);
  for (let row = 0; row < count; row += 1) {
    writeRow(parts, row, page);
    starts[row + 1] = page.length;
  }
  return { text: page.bytes.subarray(0, page.length), starts };
}

function once<Value>(make: () => Value): (() => Value) & { isMade(): boolean } {
  let made: { readonly value: Value } | undefined;
  return Object.assign((): Value => (made ??= { value: make() }).value, { isMade: () => made !== undefined });
}
