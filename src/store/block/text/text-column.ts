import { MATCHED, UNSURE } from "../../../core/query/match/automaton.js";
import type { Literal } from "../../../core/query/match/needs.js";
import { type Found, NO, PERHAPS, YES } from "../../../core/query/match/verdict.js";
import { findPieces } from "./find-literal.js";
import { matchTexts, type TextPattern } from "./match-texts.js";
import { countByShape, type SearchedTexts, searchTexts } from "./search-texts.js";
import { decodeShapes } from "./shapes.js";
import {
  countRows,
  decodeLengths,
  decodeRows,
  firstValues,
  type Page,
  ranksOf,
  rowsByShape,
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
  /** Which hold the literal, yes or no; only rows that have a 1 in `within` are asked for. */
  rowsWith(literal: Literal, within?: Uint8Array): Found;
  /** How many hold it, where that can be told without looking at rows. */
  countWith(literal: Literal): number | undefined;
  /** Which match; perhaps, where the automaton is unsure. */
  rowsMatching(pattern: TextPattern, within?: Uint8Array): Found;
};

/** Texts as they are: of blocks that are still growing, and of those of before there were shapes. */
export function plainTexts(text: () => Buffer, starts: () => Uint32Array): TextColumn {
  return {
    bytes: (row) => text().subarray(starts()[row], starts()[row + 1]),
    all: text,
    starts,
    rowsWith(literal) {
      const verdicts = new Uint8Array(starts().length - 1).fill(NO);
      findPieces(
        text(),
        () => starts().subarray(1),
        literal,
        (row) => (verdicts[row] = YES),
      );
      return verdicts;
    },
    countWith: () => undefined,
    rowsMatching({ automaton }, within) {
      const [bytes, from] = [text(), starts()];
      return Uint8Array.from({ length: from.length - 1 }, (_, row) => {
        if (within?.[row] === 0) return NO;
        const end = automaton.end(automaton.run(automaton.start, bytes, from[row] ?? 0, from[row + 1] ?? 0));
        return end === MATCHED ? YES : end === UNSURE ? PERHAPS : NO;
      });
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
  readonly told: ToldColumns;
  /** Called with the bytes of memory that all texts took, when they were written out. */
  grew(bytes: number): void;
};

/** Throws RangeError from whatever is asked first when a group is not what it should be. */
export function shapedTexts(source: ShapedSource): TextColumn {
  const { count } = source;
  const parts = openParts(source);
  const whole = once(() => {
    const made = writeAll(parts(), count);
    source.grew(made.text.length + count * 4);
    return made;
  });
  const single: Page = { bytes: Buffer.allocUnsafe(1_024), length: 0 };
  const searched: SearchedTexts = {
    count,
    filter: () => source.filter,
    shapes: parts.shapes,
    heads: parts.heads,
    parts,
    names: () => source.told.names(),
    fits: new WeakMap(),
  };
  return {
    bytes(row) {
      if (whole.isMade()) return whole().text.subarray(whole().starts[row], whole().starts[row + 1]);
      single.length = 0;
      writeRow(parts(), row, single);
      return single.bytes.subarray(0, single.length);
    },
    all: () => whole().text,
    starts: () => whole().starts,
    rowsWith: (literal, within) => searchTexts(searched, literal, within),
    countWith: (literal) => countByShape(searched, literal),
    rowsMatching: (pattern, within) => matchTexts(searched, pattern, within),
  };
}

function openParts(source: ShapedSource): (() => TextParts) & Pick<SearchedTexts, "shapes" | "heads"> {
  const shapes = once(() => decodeShapes(source.load("shapes")));
  const heads = once(() => {
    const shapeOf = decodeRows(source.load("rows"), source.count);
    return { shapes: shapes(), shapeOf, counts: countRows(shapeOf, shapes().count) };
  });
  const parts = once((): TextParts => {
    const head = heads();
    const first = once(() => firstValues(head.counts, head.shapes.slots().kept));
    const values = once(() => source.load("values"));
    const ends = once(() => {
      const decoded = decodeLengths(source.load("lengths"), first().at(-1) ?? 0);
      if ((decoded.at(-1) ?? 0) === values().length) return decoded;
      throw new RangeError("the values of a block have not the length they say");
    });
    return {
      ...head,
      first,
      ranks: once(() => ranksOf(head)),
      order: once(() => rowsByShape(head)),
      ends,
      values,
      told: source.told,
    };
  });
  return Object.assign(() => parts(), { shapes, heads });
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
