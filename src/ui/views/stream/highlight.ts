import type { Role } from "../../../theme/roles.js";
import type { Segment } from "../../segment.js";

/** Where something occurs in a text: [start, end) in UTF-16 units, left to right. */
export type Finder = (text: string) => readonly (readonly [start: number, end: number])[];

/** What is made conspicuous in a message, the most important first. */
export type Highlights = readonly { readonly role: Role; readonly find: Finder }[];

/** The text in `role`, with what the highlights find in their own; where two overlap the earlier one wins. */
export function highlighted(text: string, role: Role, highlights: Highlights): readonly Segment[] {
  let segments: readonly Piece[] = [{ start: 0, end: text.length, role, free: true }];
  for (const highlight of highlights) {
    const spans = highlight.find(text);
    if (spans.length > 0)
      segments = segments.flatMap((piece) => (piece.free ? split(piece, spans, highlight.role) : [piece]));
  }
  return segments.map((piece) => ({ text: text.slice(piece.start, piece.end), role: piece.role }));
}

type Piece = { readonly start: number; readonly end: number; readonly role: Role; readonly free: boolean };

function split(piece: Piece, spans: ReturnType<Finder>, role: Role): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = piece.start;
  for (const [from, to] of spans) {
    const left = Math.max(from, start);
    const right = Math.min(to, piece.end);
    if (right <= left) continue;
    if (left > start) pieces.push({ ...piece, start, end: left });
    pieces.push({ start: left, end: right, role, free: false });
    start = right;
  }
  if (start < piece.end) pieces.push({ ...piece, start });
  return pieces;
}
