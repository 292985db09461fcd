import { type ReactNode, useMemo } from "react";
import { selectReplay, selectWaiting, type ReplayView as ReplayModel } from "../../../app/selectors/replay.js";
import { frameOf } from "../../../app/stream/frame.js";
import type { State } from "../../../app/state.js";
import type { Painter } from "../../../theme/painter.js";
import { shownSegments } from "../../ascii-segments.js";
import { Region } from "../../components/region/region.js";
import { usePainter } from "../../components/styled.js";
import { type Parts, useParts, useSelected } from "../../parts.js";
import { paintSegments, type Segment } from "../../segment.js";
import { Surface } from "../../terminal/surface.js";
import { StreamView } from "../stream/stream-view.js";
import type { ViewProps } from "../view-props.js";
import { replayLine } from "./replay-lines.js";

/** The stream's lines as far as they have happened, and below them the clock. Painted past React, as the stream is. */
export function ReplayView({ rect }: ViewProps): ReactNode {
  const parts = useParts();
  const painter = usePainter();
  const scrub = useSelected(scrubOf);
  const row = useMemo(() => createRow(parts, painter), [parts, painter]);
  return (
    <>
      <StreamView rect={rect} />
      {scrub !== undefined && (
        <Region rect={scrub}>
          <Surface width={scrub.columns} height={scrub.rows} row={row} />
        </Region>
      )}
    </>
  );
}

function scrubOf(state: State): ReturnType<typeof frameOf>["scrub"] {
  return frameOf(state).scrub;
}

function waiting(state: State, index: number): readonly Segment[] {
  return index === 0 ? [{ text: ` ${selectWaiting(state)}`, role: "dim" }] : [];
}

function createRow(
  { store, glyphs, ascii, plain, zone }: Parts,
  painter: Painter,
): (index: number, width: number) => string {
  let last: { readonly state: State; readonly model: ReplayModel | undefined } | undefined;
  return (index, columns) => {
    const state = store.get();
    if (last?.state !== state) last = { state, model: selectReplay(state) };
    const { model } = last;
    const segments = model === undefined ? waiting(state, index) : replayLine(model, index, { glyphs, zone, columns });
    return paintSegments(shownSegments({ ascii, plain }, segments), painter);
  };
}
