import { type ReactNode, useMemo } from "react";
import { selectStrip } from "../../../app/selectors/strip.js";
import { frameOf, type Rect } from "../../../app/stream/frame.js";
import type { State } from "../../../app/state.js";
import type { Painter } from "../../../theme/painter.js";
import { shownSegments } from "../../ascii-segments.js";
import { Region } from "../../components/region/region.js";
import { usePainter } from "../../components/styled.js";
import { type Parts, useParts, useSelected } from "../../parts.js";
import { paintSegments } from "../../segment.js";
import { Surface } from "../../terminal/surface.js";
import { stripLine } from "./strip-lines.js";

/** The histogram below the lines, where it is shown. Painted past React, as the lines are. */
export function Strip(): ReactNode {
  const parts = useParts();
  const painter = usePainter();
  const rect = useSelected(stripRect);
  const row = useMemo(() => createRow(parts, painter), [parts, painter]);
  if (rect === undefined) return null;
  return (
    <Region rect={rect}>
      <Surface width={rect.columns} height={rect.rows} row={row} />
    </Region>
  );
}

function stripRect(state: State): Rect | undefined {
  return frameOf(state).strip;
}

function createRow(
  { store, glyphs, ascii, plain, zone }: Parts,
  painter: Painter,
): (index: number, width: number) => string {
  return (index, columns) => {
    const state = store.get();
    const rows = stripRect(state)?.rows ?? 0;
    const segments = stripLine(selectStrip(state), index, { glyphs, zone, columns, rows });
    return paintSegments(shownSegments({ ascii, plain }, segments), painter);
  };
}
