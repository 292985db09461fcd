import type { Literal } from "../../../core/query/match/needs.js";
import { findPieces } from "./find-literal.js";
import { type Fit, fitNeedle, fitsShape, isAnchored, makeNeedle, type Needle } from "./needle.js";
import type { Shapes } from "./shapes.js";
import { type Page, type TextParts, writeRow } from "./shaped-texts.js";
import { FIRST_STATIC } from "./token-class.js";
import { mayHold, mayTouch, packedLength } from "./trigram-set.js";

/** A block's texts as a search needs them: the further to the end of a search, the more is unpacked. */
export type SearchedTexts = {
  readonly count: number;
  /** The filter's two sets: what is in the texts, and what touches a slot. */
  filter(): Buffer;
  heads(): Pick<TextParts, "shapes" | "shapeOf" | "counts" | "first">;
  parts(): TextParts;
  readonly names: () => readonly string[];
};

const needles = new WeakMap<Literal, Needle>();

/**
 * The rows whose text holds the literal, one byte a row. Exact: the filter rules the block out, or shapes answer for all
 * of their rows, or values are searched as they lie, and only rows of shapes that may hold it across a slot are written
 * out.
 */
export function searchTexts(texts: SearchedTexts, literal: Literal): Uint8Array {
  const mask = new Uint8Array(texts.count);
  let needle = needles.get(literal);
  if (needle === undefined) {
    needle = makeNeedle(literal);
    needles.set(literal, needle);
  }
  const held = texts.filter();
  const touching = held.subarray(packedLength(held));
  if (!mayHold(held, needle.bytes)) return mask;
  const answers = answerByShape(texts, needle, touching);
  const { shapeOf } = texts.heads();
  if (answers.some) for (let row = 0; row < mask.length; row += 1) mask[row] = answers.byShape[shapeOf[row] ?? 0] ?? 0;
  if (answers.inValues) searchValues(texts.parts(), literal, mask);
  if (answers.across) {
    if (answers.anchor !== undefined) dropUnanchored(texts.parts(), answers.anchor, mask);
    searchWritten(texts.parts(), literal, mask);
  }
  return mask;
}

const NEVER = 0;
const ALWAYS = 1;
const ACROSS = 2;

type Answers = {
  readonly byShape: Uint8Array;
  /** Some shape says yes or perhaps. */
  readonly some: boolean;
  /** Texts must be written out. */
  readonly across: boolean;
  readonly inValues: boolean;
  /** A literal that is in the shape or in a value of every text that must be written out and holds the needle. */
  readonly anchor: Literal | undefined;
};

function answerByShape(texts: SearchedTexts, needle: Needle, touching: Buffer): Answers {
  const { shapes, counts } = texts.heads();
  const byShape = new Uint8Array(shapes.count).fill(NEVER);
  // No byte below 8 stands for itself in a shape.
  if (needle.bytes.every((byte) => byte >= FIRST_STATIC)) {
    findPieces(shapes.bytes, shapes.starts.subarray(1), needle.literal, (shape) => (byShape[shape] = ALWAYS));
  }
  if (!mayTouch(touching, needle.bytes)) {
    return { byShape, some: byShape.includes(ALWAYS), across: false, inValues: false, anchor: undefined };
  }
  const fit = fitNeedle(needle, { touching, names: texts.names, stamps: shapes.stamps });
  const hasAnchor = isAnchored(needle, fit, shapes);
  // A single token is in a shape or in a value, and in nothing else.
  if (!hasAnchor || !needle.isToken) markAcross(fit, shapes, byShape);
  const across = byShape.includes(ACROSS);
  return {
    byShape,
    some: across || byShape.includes(ALWAYS),
    across,
    inValues: (needle.isToken && (fit.inVariable & 1) !== 0) || (counts[0] ?? 0) > 0,
    anchor: hasAnchor ? needle.anchor?.literal : undefined,
  };
}

function markAcross(fit: Fit, shapes: Shapes, byShape: Uint8Array): void {
  for (let shape = 1; shape < shapes.count; shape += 1) {
    if (byShape[shape] === NEVER && fitsShape(fit, shapes, shape)) byShape[shape] = ACROSS;
  }
}

/** What lies inside of one value. */
function searchValues(parts: TextParts, literal: Literal, mask: Uint8Array): void {
  const { ends, values, first, counts } = parts;
  let rowsBefore: Uint32Array | undefined;
  let rows: Uint32Array | undefined;
  let shape = 0;
  findPieces(values, ends, literal, (value) => {
    rowsBefore ??= rowsByShape(parts.counts);
    rows ??= sortRows(parts, rowsBefore);
    while ((first[shape + 1] ?? Infinity) <= value) shape += 1;
    const rank = (value - (first[shape] ?? 0)) % (counts[shape] ?? 1);
    mask[rows[(rowsBefore[shape] ?? 0) + rank] ?? 0] = ALWAYS;
  });
}

function rowsByShape(counts: Uint32Array): Uint32Array {
  const before = new Uint32Array(counts.length + 1);
  for (let shape = 0; shape < counts.length; shape += 1)
    before[shape + 1] = (before[shape] ?? 0) + (counts[shape] ?? 0);
  return before;
}

function sortRows({ shapeOf, ranks }: TextParts, before: Uint32Array): Uint32Array {
  const rows = new Uint32Array(shapeOf.length);
  for (let row = 0; row < rows.length; row += 1) rows[(before[shapeOf[row] ?? 0] ?? 0) + (ranks[row] ?? 0)] = row;
  return rows;
}

/** Rows that might hold the needle across a slot, but hold the anchor neither in their shape nor in a value, do not. */
function dropUnanchored(parts: TextParts, anchor: Literal, mask: Uint8Array): void {
  const { shapes, shapeOf } = parts;
  const inShape = new Uint8Array(shapes.count);
  findPieces(shapes.bytes, shapes.starts.subarray(1), anchor, (shape) => (inShape[shape] = 1));
  const inValue = new Uint8Array(mask.length);
  searchValues(parts, anchor, inValue);
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === ACROSS && inShape[shapeOf[row] ?? 0] === 0 && inValue[row] === 0) mask[row] = NEVER;
  }
}

/** Writes the texts that may hold it across a slot, and looks. */
function searchWritten(parts: TextParts, literal: Literal, mask: Uint8Array): void {
  const page: Page = { bytes: Buffer.allocUnsafe(1 << 16), length: 0 };
  const rows: number[] = [];
  const ends: number[] = [];
  for (let row = 0; row < mask.length; row += 1) {
    // A row may have been found in its values already.
    if (mask[row] !== ACROSS) continue;
    mask[row] = NEVER;
    writeRow(parts, row, page);
    rows.push(row);
    ends.push(page.length);
  }
  findPieces(page.bytes.subarray(0, page.length), Uint32Array.from(ends), literal, (piece) => {
    mask[rows[piece] ?? 0] = ALWAYS;
  });
}
