import { type ReactNode, useMemo } from "react";
import { selectHeatmap, type HeatmapView as HeatmapModel } from "../../../app/selectors/heatmap.js";
import type { State } from "../../../app/state.js";
import type { Painter } from "../../../theme/painter.js";
import { shownSegments } from "../../ascii-segments.js";
import { usePainter } from "../../components/styled.js";
import { Region } from "../../components/region/region.js";
import { type Parts, useParts } from "../../parts.js";
import { paintSegments } from "../../segment.js";
import { Surface } from "../../terminal/surface.js";
import type { ViewProps } from "../view-props.js";
import { heatmapLine } from "./heatmap-lines.js";

/** How often what happens, by time and by who. Painted past React, as the stream is. */
export function HeatmapView({ rect }: ViewProps): ReactNode {
  const parts = useParts();
  const painter = usePainter();
  const row = useMemo(() => createRow(parts, painter), [parts, painter]);
  return (
    <Region rect={rect}>
      <Surface width={rect.columns} height={rect.rows} row={row} />
    </Region>
  );
}

function createRow(
  { store, glyphs, ascii, plain, zone }: Parts,
  painter: Painter,
): (index: number, width: number) => string {
  let last: { readonly state: State; readonly model: HeatmapModel } | undefined;
  return (index, columns) => {
    const state = store.get();
    if (last?.state !== state) last = { state, model: selectHeatmap(state) };
    const segments = heatmapLine(last.model, index, { glyphs, plain, zone, columns });
    return paintSegments(shownSegments({ ascii, plain }, segments), painter);
  };
}
