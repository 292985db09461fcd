import { cutStyled, type Extent, inkOf } from "./ansi.js";

/** A surface where it crosses one row of the screen. Higher layers lie above what Ink drew, layer 0 below it. */
export type Span = { readonly x: number; readonly width: number; readonly layer: number };

/** Columns of a row that come from one place: from Ink's line, or from the span of that index. */
export type Segment =
  | { readonly kind: "ink"; readonly x: number; readonly width: number; readonly text: string }
  | {
      readonly kind: "surface";
      readonly x: number;
      readonly width: number;
      readonly span: number;
      readonly offset: number;
    };

const INK = -1;

/**
 * Who draws which columns of a row. Surfaces of layer 0 show through wherever Ink drew nothing: between the first and the
 * last column it drew on within one of them, Ink's line is opaque, as a dialog is. Spans come lowest first.
 */
export function planRow(line: string, spans: readonly Span[], columns: number): Segment[] {
  const owners = new Int16Array(columns).fill(INK);
  for (const [index, span] of spans.entries()) if (span.layer === 0) owners.fill(index, span.x, span.x + span.width);
  if (line !== "") {
    for (const { from, to } of spans.flatMap((span) => inkOver(line, span))) owners.fill(INK, from, to);
  }
  for (const [index, span] of spans.entries()) if (span.layer > 0) owners.fill(index, span.x, span.x + span.width);
  const segments: Segment[] = [];
  for (let x = 0; x < columns;) {
    const owner = owners[x] ?? INK;
    let end = x + 1;
    while (end < columns && owners[end] === owner) end++;
    segments.push(segmentOf(owner, { from: x, to: end }, line, spans));
    x = end;
  }
  return segments;
}

function inkOver(line: string, span: Span): Extent[] {
  if (span.layer > 0) return [];
  const ink = inkOf(line, { from: span.x, to: span.x + span.width });
  return ink === undefined ? [] : [ink];
}

function segmentOf(owner: number, { from, to }: Extent, line: string, spans: readonly Span[]): Segment {
  const span = spans[owner];
  if (span === undefined) return { kind: "ink", x: from, width: to - from, text: cutStyled(line, from, to) };
  return { kind: "surface", x: from, width: to - from, span: owner, offset: from - span.x };
}
