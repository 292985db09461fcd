import type { Literal } from "../../../core/query/match/needs.js";
import { type Found, NO, type Verdicts, YES } from "../../../core/query/match/verdict.js";
import { findPieces, holdsPiece } from "./find-literal.js";
import { type Fit, fitNeedle, fitsShape, mayCross, type Needle, needleOf, stretchOf, withoutTokens } from "./needle.js";
import { runShapes } from "./run-shapes.js";
import type { TextHeads, TextParts } from "./shaped-texts.js";
import type { Shapes } from "./shapes.js";
import { FIRST_STATIC } from "./token-class.js";
import { mayHold, mayTouch, packedLength } from "./trigram-set.js";

/** A block's texts as a search needs them: the further to the end of a search, the more is unpacked. */
export type SearchedTexts = {
  readonly count: number;
  /** The filter's two sets: what is in the texts, and what touches a slot. */
  filter(): Buffer;
  shapes(): Shapes;
  heads(): TextHeads;
  parts(): TextParts;
  readonly names: () => readonly string[];
  /** What was found out of needles. */
  readonly fits: WeakMap<Needle, Fit | typeof NOWHERE>;
};

/**
 * The rows whose text holds the literal. Exact: the filter rules the block out, or shapes answer for all of their rows,
 * or values are searched as they lie, and only the texts of shapes that may hold it across a slot are gone through.
 * Only rows that have a 1 in `within` are asked for; those of the others may be said to hold it or not.
 */
export function searchTexts(texts: SearchedTexts, literal: Literal, within: Uint8Array | undefined): Found {
  const needle = needleOf(literal);
  if (!mayHold(texts.filter(), needle.bytes)) return NO;
  const { isStatic, across, inValues, some } = answerByShape(texts, needle);
  if (!some && across === undefined && !inValues) return NO;
  const verdicts = new Uint8Array(texts.count).fill(NO);
  if (across !== undefined) {
    const marked = within === undefined ? across : both(across, shapesWithin(texts.heads(), within));
    if (marked.includes(1)) runShapes(texts.parts(), needle.automaton(), marked, verdicts);
  }
  if (some) {
    const { shapeOf } = texts.heads();
    for (let row = 0; row < verdicts.length; row += 1) if (isStatic[shapeOf[row] ?? 0] === 1) verdicts[row] = YES;
  }
  if (inValues) searchValues(texts.parts(), literal, verdicts);
  return verdicts;
}

/** How many rows hold the literal, where shapes alone can tell. */
export function countByShape(texts: SearchedTexts, literal: Literal): number | undefined {
  const needle = needleOf(literal);
  if (!mayHold(texts.filter(), needle.bytes)) return 0;
  const { isStatic, across, inValues, some } = answerByShape(texts, needle);
  if (across !== undefined || inValues) return undefined;
  if (!some) return 0;
  const counts = countsOf(texts);
  let sum = 0;
  for (let shape = 0; shape < counts.length; shape += 1) if (isStatic[shape] === 1) sum += counts[shape] ?? 0;
  return sum;
}

function countsOf(texts: SearchedTexts): Uint32Array {
  return texts.shapes().counts ?? texts.heads().counts;
}

type Answers = {
  /** 1 for shapes whose own bytes hold the literal; whether there are any. */
  readonly isStatic: Uint8Array;
  readonly some: boolean;
  /** 1 for other shapes whose texts may hold it across a slot. */
  readonly across: Uint8Array | undefined;
  /** It may lie inside of one value. */
  readonly inValues: boolean;
};

/** Of a block that is asked twice, how many and then which, the answer is found once. */
const answered = new WeakMap<SearchedTexts, { readonly needle: Needle; readonly answers: Answers }>();

function answerByShape(texts: SearchedTexts, needle: Needle): Answers {
  const known = answered.get(texts);
  if (known?.needle === needle) return known.answers;
  const answers = findByShape(texts, needle);
  answered.set(texts, { needle, answers });
  return answers;
}

function findByShape(texts: SearchedTexts, needle: Needle): Answers {
  const shapes = texts.shapes();
  const isStatic = staticShapes(shapes, needle.literal);
  const fit = fitIn(texts, needle);
  const some = isStatic.includes(1);
  if (fit === undefined) return { isStatic, some, across: undefined, inValues: false };
  const across = mayCross(needle, fit, shapes) ? crossedShapes(shapes, { needle, fit, isStatic }) : undefined;
  const hasWhole = (countsOf(texts)[0] ?? 0) > 0;
  return {
    isStatic,
    some,
    across: across?.includes(1) === true ? across : undefined,
    inValues: (needle.isToken && (fit.inVariable & 1) !== 0) || hasWhole,
  };
}

/** Shorter stretches are in nearly every shape. */
const TELLING_BYTES = 3;

/**
 * Undefined where nothing that touches a slot is in the needle. Where the filter leaves more open than shapes could
 * settle cheaply, the values themselves are looked into.
 */
function fitIn(texts: SearchedTexts, needle: Needle): Fit | undefined {
  let fit = texts.fits.get(needle);
  if (fit === undefined) {
    fit = findFit(texts, needle) ?? NOWHERE;
    texts.fits.set(needle, fit);
  }
  return fit === NOWHERE ? undefined : fit;
}

/** Instead of a fit: nothing of the needle is in a slot. */
const NOWHERE = Symbol("nowhere");

function findFit(texts: SearchedTexts, needle: Needle): Fit | undefined {
  const held = texts.filter();
  const touching = held.subarray(packedLength(held));
  if (!mayTouch(touching, needle.bytes)) return undefined;
  const fit = fitNeedle(needle, { touching, names: texts.names, stamps: texts.shapes().stamps });
  if (needle.isToken || (stretchOf(needle, fit)?.text.length ?? 0) >= TELLING_BYTES) return fit;
  // There a token of the needle may be a value only in part.
  if (texts.shapes().slots().hasGluedStamp) return fit;
  const parts = texts.parts();
  return withoutTokens(needle, fit, (token, edges) => holdsPiece(parts.values(), () => parts.ends(), token, edges));
}

/** Whether the literal may lie across a slot of some shape. */
export function isCrossing(texts: SearchedTexts, literal: Literal): boolean {
  const needle = needleOf(literal);
  const fit = fitIn(texts, needle);
  return fit !== undefined && (mayCross(needle, fit, texts.shapes()) || (needle.isToken && (fit.inVariable & 1) !== 0));
}

function staticShapes(shapes: Shapes, literal: Literal): Uint8Array {
  const found = new Uint8Array(shapes.count);
  // No byte below 8 stands for itself in a shape.
  if (needleOf(literal).bytes.every((byte) => byte >= FIRST_STATIC)) {
    findPieces(
      shapes.bytes,
      () => shapes.starts.subarray(1),
      literal,
      (shape) => (found[shape] = 1),
    );
  }
  return found;
}

type Crossing = { readonly needle: Needle; readonly fit: Fit; readonly isStatic: Uint8Array };

function crossedShapes(shapes: Shapes, { needle, fit, isStatic }: Crossing): Uint8Array {
  const stretch = stretchOf(needle, fit);
  const marked = stretch === undefined ? new Uint8Array(shapes.count).fill(1) : staticShapes(shapes, stretch);
  marked[0] = 0;
  for (let shape = 1; shape < shapes.count; shape += 1) {
    if (marked[shape] === 1 && (isStatic[shape] === 1 || !fitsShape(fit, shapes, shape))) marked[shape] = 0;
  }
  return marked;
}

/**
 * Leaves those of the marked shapes whose texts may hold the literal at all; false when the block's filter says that no
 * text does.
 */
export function narrowShapes(texts: SearchedTexts, literal: Literal, marked: Uint8Array): boolean {
  const needle = needleOf(literal);
  if (!mayHold(texts.filter(), needle.bytes)) return false;
  const shapes = texts.shapes();
  const fit = fitIn(texts, needle);
  // It may be in any value.
  if (fit !== undefined && needle.isToken && (fit.inVariable & 1) !== 0) return true;
  const isStatic = staticShapes(shapes, literal);
  const crosses = fit !== undefined && mayCross(needle, fit, shapes);
  for (let shape = 1; shape < shapes.count; shape += 1) {
    if (marked[shape] === 0 || isStatic[shape] === 1) continue;
    if (!crosses || !fitsShape(fit, shapes, shape)) marked[shape] = 0;
  }
  return true;
}

/** The shapes of the rows that are asked for. */
export function shapesWithin({ shapeOf, counts }: TextHeads, within: Uint8Array | undefined): Uint8Array {
  const asked = new Uint8Array(counts.length);
  if (within === undefined) {
    for (let shape = 0; shape < counts.length; shape += 1) if ((counts[shape] ?? 0) > 0) asked[shape] = 1;
    return asked;
  }
  for (let row = 0; row < within.length; row += 1) if (within[row] === 1) asked[shapeOf[row] ?? 0] = 1;
  return asked;
}

function both(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((bit, at) => bit & (other[at] ?? 0));
}

/** What lies inside of one value. Where values end is looked up only for what is found in them. */
function searchValues(parts: TextParts, literal: Literal, verdicts: Verdicts): void {
  const { counts, shapes } = parts;
  let before = 0;
  let shape = 0;
  findPieces(
    parts.values(),
    () => parts.ends(),
    literal,
    (value) => {
      const first = parts.first();
      while (shape + 1 < shapes.count && (first[shape + 1] ?? 0) <= value) before += counts[shape++] ?? 0;
      const rank = (value - (first[shape] ?? 0)) % (counts[shape] ?? 1);
      verdicts[parts.order()[before + rank] ?? 0] = YES;
    },
  );
}
