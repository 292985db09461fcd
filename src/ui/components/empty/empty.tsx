import type { ReactNode } from "react";
import { type EmptyView, selectEmpty } from "../../../app/selectors/empty.js";
import type { Rect } from "../../../app/stream/frame.js";
import type { Glyphs } from "../../glyphs.js";
import { useParts, useSelected } from "../../parts.js";
import { segmentsWidth } from "../../segment.js";
import { centred } from "../dialog/dialog-layout.js";
import { Lines } from "../line/line.js";
import { Region } from "../region/region.js";
import { emptyLines } from "./empty-layout.js";

/** Why there is nothing to see, in the middle of the stream. */
export function Empty({ rect }: { readonly rect: Rect }): ReactNode {
  const { glyphs } = useParts();
  const view = useSelected(selectEmpty);
  if (view === undefined) return null;
  const { lines, rect: place } = placedLines(view, rect, glyphs);
  return (
    <Region rect={place}>
      <Lines lines={lines} />
    </Region>
  );
}

/** Row of the terminal on which the reasons begin. */
export function emptyRow(view: EmptyView, rect: Rect, glyphs: Glyphs): number {
  return placedLines(view, rect, glyphs).rect.row;
}

function placedLines(view: EmptyView, rect: Rect, glyphs: Glyphs) {
  const lines = emptyLines(view, Math.max(1, rect.columns - 4), glyphs).slice(0, rect.rows);
  const columns = Math.max(1, ...lines.map(segmentsWidth));
  const { row, column } = centred({ columns, rows: lines.length }, rect);
  return { lines, rect: { row: rect.row + row, column: rect.column + column, columns, rows: lines.length } };
}
