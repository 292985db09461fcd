import { type ReactNode, useMemo } from "react";
import { selectSessions, type SessionsView as SessionsModel } from "../../../app/selectors/sessions.js";
import type { State } from "../../../app/state.js";
import type { Painter } from "../../../theme/painter.js";
import { shownSegments } from "../../ascii-segments.js";
import { usePainter } from "../../components/styled.js";
import { Region } from "../../components/region/region.js";
import { type Parts, useParts } from "../../parts.js";
import { paintSegments } from "../../segment.js";
import { Surface } from "../../terminal/surface.js";
import type { ViewProps } from "../view-props.js";
import { sessionsLine } from "./sessions-lines.js";

/** The rebuilds and commands that were recorded, and the build of the selected one. Painted past React, as the stream is. */
export function SessionsView({ rect }: ViewProps): ReactNode {
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
  let last: { readonly state: State; readonly model: SessionsModel } | undefined;
  return (index, columns) => {
    const state = store.get();
    if (last?.state !== state) last = { state, model: selectSessions(state) };
    const segments = sessionsLine(last.model, index, { glyphs, zone, columns });
    return paintSegments(shownSegments({ ascii, plain }, segments), painter);
  };
}
