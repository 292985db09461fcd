import type { ScrollbarView } from "../../../app/selectors/scrollbar.js";
import type { Painter } from "../../../theme/painter.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs } from "../../glyphs.js";

export type ScrollbarCell = { readonly glyph: string; readonly role: Role };

const ERROR = 3;
const WARNING = 4;

/**
 * The scrollbar from top to bottom: which stretches of the log hold errors and warnings that the filters let through,
 * where the search has matches, where the bookmarks are, and where the reader is.
 */
export function scrollbarCells(view: ScrollbarView, rows: number, glyphs: Glyphs): readonly ScrollbarCell[] {
  const isWhole = view.thumb.from <= 0 && view.thumb.to >= 1;
  const [first, last] = isWhole ? [0, -1] : thumbRows(rows, view.thumb);
  const marked = new Set(view.marks.map((fraction) => Math.min(rows - 1, Math.floor(fraction * rows))));
  const weights = weightsOf(view, rows);
  const usual: Weight = {
    errors: weights.reduce((sum, { errors }) => sum + errors, 0) / rows,
    warnings: weights.reduce((sum, { warnings }) => sum + warnings, 0) / rows,
  };
  return Array.from({ length: rows }, (_, row): ScrollbarCell => {
    const isThumb = row >= first && row <= last;
    if (marked.has(row)) return { glyph: glyphs.mark, role: "mark" };
    if (!isThumb && isHit(view.hits, row, rows)) return { glyph: glyphs.hit, role: "mark" };
    const own = stretch(weights[row], usual, glyphs);
    return isThumb ? { glyph: glyphs.thumb, role: own.role === "scrollbar" ? "accent" : own.role } : own;
  });
}

export function paintScrollbarCell(cell: ScrollbarCell, painter: Painter): string {
  return painter.paint(cell.role, cell.glyph);
}

/** At least one row, and the first or last one only when the reader is at that end. */
export function thumbRows(rows: number, thumb: ScrollbarView["thumb"]): readonly [first: number, last: number] {
  if (rows <= 0) return [0, -1];
  const size = Math.max(1, Math.round((thumb.to - thumb.from) * rows));
  const room = rows - size;
  if (room <= 0) return [0, rows - 1];
  const spare = 1 - (thumb.to - thumb.from);
  const share = spare <= 0 ? 0 : Math.max(0, Math.min(1, thumb.from / spare));
  const nearest = Math.round(share * room);
  const first =
    thumb.from > 0 && nearest === 0 ? Math.min(1, room) : thumb.to < 1 && nearest === room ? room - 1 : nearest;
  return [Math.max(0, first), Math.max(0, first) + size - 1];
}

function isHit(hits: readonly boolean[], row: number, rows: number): boolean {
  const [from, to] = sharesOf(hits.length, row, rows);
  return hits.slice(from, to).includes(true);
}

/** Which of `count` stretches the row stands for; at least one where there are any. */
function sharesOf(count: number, row: number, rows: number): readonly [from: number, to: number] {
  const from = Math.floor((row * count) / rows);
  return [from, Math.max(from + 1, Math.floor(((row + 1) * count) / rows))];
}

/** How much of something there is in each stretch, from the worst level on. */
type Weight = { readonly errors: number; readonly warnings: number };

function weightsOf(view: ScrollbarView, rows: number): readonly Weight[] {
  const buckets = view.overview?.buckets ?? [];
  if (buckets.length === 0) return [];
  return Array.from({ length: rows }, (_, row) => {
    const own = buckets.slice(...sharesOf(buckets.length, row, rows)).filter(({ matches }) => matches > 0);
    const count = (from: number, to: number): number =>
      own.reduce((sum, { levels }) => sum + levels.slice(from, to).reduce((part, level) => part + level, 0), 0);
    return { errors: count(0, ERROR + 1), warnings: count(WARNING, WARNING + 1) };
  });
}

/** So many times the usual is many. */
const MANY = 1.5;

/** Thick where there are many for this log: on a log full of errors a line of the same red would tell nothing. */
function stretch(weight: Weight | undefined, usual: Weight, glyphs: Glyphs): ScrollbarCell {
  if (weight === undefined) return { glyph: glyphs.track, role: "scrollbar" };
  if (weight.errors > 0) {
    const isMany = weight.errors > MANY * usual.errors;
    return { glyph: isMany ? glyphs.trackMany : glyphs.trackSome, role: "level.error" };
  }
  const isNotable = weight.warnings > 0 && weight.warnings >= usual.warnings;
  return isNotable ? { glyph: glyphs.trackSome, role: "level.warning" } : { glyph: glyphs.track, role: "scrollbar" };
}
