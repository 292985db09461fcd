import { type ReactNode, useMemo } from "react";
import { selectMetrics } from "../../../app/selectors/metrics.js";
import type { State } from "../../../app/state.js";
import type { Painter } from "../../../theme/painter.js";
import { shownSegments } from "../../ascii-segments.js";
import { usePainter } from "../../components/styled.js";
import { Region } from "../../components/region/region.js";
import { type Parts, useParts } from "../../parts.js";
import { paintSegments } from "../../segment.js";
import { SCALE_CELLS } from "../../../app/views/metrics/metrics-area.js";
import { cutStyled } from "../../terminal/ansi.js";
import { Surface, useScreen } from "../../terminal/surface.js";
import type { ViewProps } from "../view-props.js";
import { metricsLines } from "./metrics-lines.js";
import { offScreenPanel } from "./off-screen-panel.js";

/** How the machine was and how much was logged. Painted past React, as the stream is. */
export function MetricsView({ rect }: ViewProps): ReactNode {
  const parts = useParts();
  const painter = usePainter();
  const { invalidate } = useScreen();
  const row = useMemo(() => createRow(parts, painter, invalidate), [parts, painter, invalidate]);
  return (
    <Region rect={rect}>
      <Surface width={rect.columns} height={rect.rows} row={row} />
    </Region>
  );
}

type Row = (index: number, width: number) => string;

function createRow({ store, glyphs, ascii, plain, zone }: Parts, painter: Painter, invalidate: () => void): Row {
  let last: { readonly state: State; readonly columns: number; readonly lines: readonly string[] } | undefined;
  const alone = offScreenPanel(painter, zone, () => {
    last = undefined;
    invalidate();
  });
  const isPlain = ascii || painter.depth < 256;
  const linesOf = (state: State, columns: number): readonly string[] => {
    const model = selectMetrics(state);
    const own = metricsLines(model, { glyphs, ascii, zone, columns }).map((segments) =>
      paintSegments(shownSegments({ ascii, plain }, segments), painter),
    );
    const panel = state.metrics.isAlone && !isPlain ? alone(state.metrics, model, columns) : [];
    const from = model.area.figures - SCALE_CELLS;
    return own.map((line, index) => {
      const drawn = panel[index - 1];
      return drawn === undefined ? line : cutStyled(line, 0, from) + painter.reset + cutStyled(drawn, from, columns);
    });
  };
  return (index, columns) => {
    const state = store.get();
    if (last?.columns !== columns || !isSame(last.state, state))
      last = { state, columns, lines: linesOf(state, columns) };
    return last.lines[index] ?? "";
  };
}

function isSame(one: State, other: State): boolean {
  return (
    one.metrics === other.metrics &&
    one.timeCursor === other.timeCursor &&
    one.size === other.size &&
    one.sessions.list === other.sessions.list &&
    one.requests.tables === other.requests.tables
  );
}
