import type { ScrollbarView } from "../../../app/selectors/scrollbar.js";
import type { Painter } from "../../../theme/painter.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs } from "../../glyphs.js";

export type ScrollbarCell = { readonly glyph: string; readonly role: Role; readonly isThumb: boolean };

const ERROR = 3;
const WARNING = 4;

/**
 * The scrollbar from top to bottom: which stretches of the log hold errors and warnings that the filters let through,
 * where the search has matches, where the bookmarks are, and where the reader is.
 */
export function scrollbarCells(view: ScrollbarView, rows: number, glyphs: Glyphs): readonly ScrollbarCell[] {
  const [first, last] = thumbRows(rows, view.thumb);
  const marked = new Set(view.marks.map((fraction) => Math.min(rows - 1, Math.floor(fraction * rows))));
  return Array.from({ length: rows }, (_, row): ScrollbarCell => {
    const isThumb = row >= first && row <= last;
    if (marked.has(row)) return { glyph: glyphs.mark, role: "mark", isThumb };
    if (isHit(view.hits, row, rows)) return { glyph: glyphs.hit, role: "match", isThumb: false };
    return { ...stretch(view.overview, row, rows, glyphs), isThumb };
  });
}

export function paintScrollbarCell(cell: ScrollbarCell, painter: Painter): string {
  return cell.isThumb ? painter.paint(cell.role, cell.glyph, "selection") : painter.paint(cell.role, cell.glyph);
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
  const first = thumb.from > 0 && nearest === 0 ? Math.min(1, room) : thumb.to < 1 && nearest === room ? room - 1 : nearest;
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

function stretch(
  overview: ScrollbarView["overview"],
  row: number,
  rows: number,
  glyphs: Glyphs,
): { readonly glyph: string; readonly role: Role } {
  const buckets = overview?.buckets ?? [];
  if (buckets.length === 0) return { glyph: glyphs.track, role: "scrollbar" };
  const [from, to] = sharesOf(buckets.length, row, rows);
  let worst = ERROR + 2;
  for (const bucket of buckets.slice(from, to)) {
    if (bucket.matches === 0) continue;
    const level = bucket.levels.findIndex((count) => count > 0);
    if (level >= 0 && level < worst) worst = level;
  }
  if (worst <= ERROR) return { glyph: glyphs.trackError, role: "level.error" };
  if (worst === WARNING) return { glyph: glyphs.trackWarning, role: "level.warning" };
  return { glyph: glyphs.track, role: "scrollbar" };
}
