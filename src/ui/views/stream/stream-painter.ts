import { linesOf, noteOf, linesBehind } from "../../../app/stream/entry-lines.js";
import type { StreamView } from "../../../app/selectors/stream.js";
import { heightAt, indexAtLine } from "../../../app/stream/layout.js";
import type { LogEntry } from "../../../core/entry.js";
import { visible } from "../../../lib/visible.js";
import type { Painter } from "../../../theme/painter.js";
import type { Role } from "../../../theme/roles.js";
import { headWidth, type RowContent, type RowLook, rowSegments } from "./row.js";
import { paintSegments, plainText, type Segment, segmentsWidth } from "../../segment.js";
import { dayOf } from "../../time-text.js";

/** What the stream shows and how its rows are drawn. */
export type StreamPicture = { readonly view: StreamView; readonly look: RowLook };

export type StreamPainter = {
  /** The styled text of row `row` of the area, from 0, at most `width` columns wide; empty where there is no line. */
  row(picture: StreamPicture, row: number, width: number): string;
  /** The same without looks, for screen readers and tests. */
  plainRow(picture: StreamPicture, row: number): string;
};

/**
 * Draws the stream's rows. Rows without anything special are kept with their entry: scrolling costs only the lines that
 * come into sight.
 */
export function createStreamPainter(painter: Painter): StreamPainter {
  const drawn = new WeakMap<LogEntry, Drawn>();
  return {
    row(picture, row, width) {
      const place = placeAt(picture, row);
      if (place === undefined) return "";
      if (place.isBreak) return painter.paint("dim", breakText(picture.look));
      const isSpecial = place.isCursor || place.isMarked || place.isSelected || place.isNewDay || place.isLeaving;
      if (!isSpecial && place.fields === undefined) return keptRow(drawn, painter, place, picture);
      const segments = rowSegments(contentOf(place, picture), picture.look);
      const base = place.isCursor ? "cursor" : place.isSelected ? "selection" : undefined;
      return base === undefined ? paintSegments(segments, painter) : paintWholeRow(segments, painter, base, width);
    },
    plainRow(picture, row) {
      const place = placeAt(picture, row);
      if (place?.isBreak === true) return breakText(picture.look);
      return place === undefined ? "" : plainText(rowSegments(contentOf(place, picture), picture.look));
    },
  };
}

/** An entry's rows as they were drawn, good as long as nothing that they depend on has changed. */
type Drawn = { readonly look: RowLook; readonly height: number; readonly isBeside: boolean; readonly rows: string[] };

type Place = Omit<RowContent, "text" | "note" | "repeat"> & {
  /** Lines of the entry's text: tells folded from unfolded. */
  readonly height: number;
  /** The line behind the text that says that others are left out. */
  readonly isBreak: boolean;
  /** The text of a line of fields; undefined for any other. */
  readonly fields: string | undefined;
  readonly tags: readonly string[] | undefined;
};

/** As grep separates its groups: `--` where the messages begin. */
function breakText({ columns }: RowLook): string {
  return `${" ".repeat(columns.gutter + headWidth(columns))}--`;
}

function keptRow(drawn: WeakMap<LogEntry, Drawn>, painter: Painter, place: Place, picture: StreamPicture): string {
  const { look } = picture;
  const { height, isBeside } = place;
  let kept = drawn.get(place.entry);
  if (kept === undefined || kept.look !== look || kept.height !== height || kept.isBeside !== isBeside) {
    kept = { look, height, isBeside, rows: [] };
    drawn.set(place.entry, kept);
  }
  return (kept.rows[place.line] ??= paintSegments(rowSegments(contentOf(place, picture), look), painter));
}

function placeAt({ view, look }: StreamPicture, row: number): Place | undefined {
  const { layout, marks, tags, beside, selected, stays } = view;
  const line = layout.view + row;
  if (line < 0 || line >= view.lines) return undefined;
  const index = indexAtLine(layout, line);
  const entry = layout.entries[index];
  if (entry === undefined) return undefined;
  const within = line - (layout.tops[index] ?? 0);
  const previous = within === 0 ? layout.entries[index - 1] : undefined;
  const height = heightAt(layout, index) - linesBehind(entry, layout.fit);
  const fields = within === height ? layout.fit.fieldLine(entry) : undefined;
  return {
    entry,
    line: within,
    height,
    fields,
    isBreak: within >= height && fields === undefined,
    isBeside: beside.has(entry.id) || fields !== undefined,
    tags: within === 0 ? tags.get(entry.id) : undefined,
    isCursor: index === layout.cursor,
    isMarked: within === 0 && marks.has(entry.id),
    isSelected: selected?.(entry) === true,
    isLeaving: stays?.(entry) === false,
    isNewDay: previous !== undefined && dayOf(previous.at, look.zone) !== dayOf(entry.at, look.zone),
  };
}

function contentOf(place: Place, { view: { fit } }: StreamPicture): RowContent {
  const isSaid = place.line === (fit.wrap ? place.height - 1 : 0) && place.fields === undefined;
  return {
    ...place,
    text: place.fields ?? linesOf(place.entry, fit)[place.line] ?? "",
    note: isSaid ? tagText(place.tags) + noteOf(place.entry, fit) : "",
    repeat: isSaid ? fit.repeatFrom(place.entry) : undefined,
  };
}

/** ` #slow #disk` */
function tagText(tags: readonly string[] | undefined): string {
  return tags === undefined ? "" : tags.map((tag) => ` #${visible(tag)}`).join("");
}

/** The cursor and what is selected reach from edge to edge. */
function paintWholeRow(segments: readonly Segment[], painter: Painter, base: Role, width: number): string {
  const rest = width - segmentsWidth(segments);
  const row = paintSegments(segments, painter, base);
  return rest > 0 ? row + painter.paint("text", " ".repeat(rest), base) : row;
}
