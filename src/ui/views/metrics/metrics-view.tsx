import { type ReactNode, useMemo } from "react";
import { type MetricsView as MetricsModel, selectMetrics } from "../../../app/selectors/metrics.js";
import type { State } from "../../../app/state.js";
import type { Painter } from "../../../theme/painter.js";
import { asciiSegments } from "../../ascii-segments.js";
import { usePainter } from "../../components/styled.js";
import { Region } from "../../components/region/region.js";
import { type Parts, useParts } from "../../parts.js";
import { paintSegments } from "../../segment.js";
import { Surface } from "../../terminal/surface.js";
import type { ViewProps } from "../view-props.js";
import { metricsLines } from "./metrics-lines.js";

/** How the machine was and how much was logged. Painted past React, as the stream is. */
export function MetricsView({ rect }: ViewProps): ReactNode {
  const parts = useParts();
  const painter = usePainter();
  const row = useMemo(() => createRow(parts, painter), [parts, painter]);
  return (
    <Region rect={rect}>
      <Surface width={rect.columns} height={rect.rows} row={row} />
    </Region>
  );
}

function createRow({ store, glyphs, ascii, zone }: Parts, painter: Painter): (index: number, width: number) => string {
  let last: { readonly state: State; readonly columns: number; readonly lines: readonly string[] } | undefined;
  const linesOf = (model: MetricsModel, columns: number): readonly string[] =>
    metricsLines(model, { glyphs, ascii, zone, columns }).map((segments) =>
      paintSegments(ascii ? asciiSegments(segments) : segments, painter),
    );
  return (index, columns) => {
    const state = store.get();
    if (last?.columns !== columns || !isSame(last.state, state)) {
      last = { state, columns, lines: linesOf(selectMetrics(state), columns) };
    }
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
