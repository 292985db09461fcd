import { type ReactNode, useMemo } from "react";
import { type PatternsView as PatternsModel, selectPatterns } from "../../../app/selectors/patterns.js";
import type { State } from "../../../app/state.js";
import type { Painter } from "../../../theme/painter.js";
import { shownSegments } from "../../ascii-segments.js";
import { Region } from "../../components/region/region.js";
import { usePainter } from "../../components/styled.js";
import { type Parts, useParts } from "../../parts.js";
import { paintSegments } from "../../segment.js";
import { Surface } from "../../terminal/surface.js";
import type { ViewProps } from "../view-props.js";
import { patternsLine } from "./patterns-lines.js";

/** The messages of the log by their templates. Painted past React, as the stream is. */
export function PatternsView({ rect }: ViewProps): ReactNode {
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
  let last: { readonly state: State; readonly model: PatternsModel } | undefined;
  return (index, columns) => {
    const state = store.get();
    if (last?.state !== state) last = { state, model: selectPatterns(state) };
    const segments = patternsLine(last.model, index, { glyphs, zone, columns });
    return paintSegments(shownSegments({ ascii, plain }, segments), painter);
  };
}
