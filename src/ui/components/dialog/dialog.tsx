import { type ReactNode, useCallback, useMemo } from "react";
import type { Rect } from "../../../app/stream/frame.js";
import type { Painter } from "../../../theme/painter.js";
import { useParts } from "../../parts.js";
import { asciiSegments } from "../../ascii-segments.js";
import { paintSegments } from "../../segment.js";
import { Surface } from "../../terminal/surface.js";
import { useCaret } from "../prompt/use-caret.js";
import { Region } from "../region/region.js";
import { usePainter } from "../styled.js";
import { type DialogContent, framed, type FramedLine, type Place } from "./dialog-layout.js";

export type DialogProps = DialogContent & {
  readonly place: Place;
  readonly columns: number;
  /** Index of the line that lies on the look of a selection. */
  readonly selected?: number;
};

/**
 * Lines in a border, over whatever is below. A surface, since what Ink draws lets the panes below shine through its
 * blanks where it lies across several of them.
 */
export function Dialog({ place, columns, selected, ...content }: DialogProps): ReactNode {
  const { ascii, glyphs, plain } = useParts();
  useCaret(plain && selected !== undefined ? { x: place.column + 1, y: place.row + 1 + selected } : undefined);
  const painter = usePainter();
  const { title, note, lines } = content;
  const rows = useMemo(
    () =>
      framed({ title, note, lines }, columns, glyphs).map((line, index) =>
        paintLine(
          ascii ? { ...line, before: asciiSegments(line.before), inside: asciiSegments(line.inside) } : line,
          painter,
          index - 1 === selected,
        ),
      ),
    [ascii, title, note, lines, columns, glyphs, painter, selected],
  );
  const row = useCallback((index: number) => rows[index] ?? "", [rows]);
  const rect: Rect = { ...place, columns, rows: rows.length };
  return (
    <Region rect={rect}>
      <Surface layer={1} width={columns} height={rows.length} row={row} />
    </Region>
  );
}

function paintLine({ before, inside, after }: FramedLine, painter: Painter, isSelected: boolean): string {
  const middle = isSelected ? paintSegments(inside, painter, "selection") : paintSegments(inside, painter);
  return paintSegments(before, painter) + middle + paintSegments(after, painter);
}
