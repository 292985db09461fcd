import { Box } from "ink";
import { type ReactNode, useMemo } from "react";
import { selectScrollbar } from "../../../app/selectors/scrollbar.js";
import { frameOf } from "../../../app/stream/frame.js";
import type { State } from "../../../app/state.js";
import type { Painter } from "../../../theme/painter.js";
import { usePainter } from "../../components/styled.js";
import { Region } from "../../components/region/region.js";
import { type Parts, useParts } from "../../parts.js";
import { Surface } from "../../terminal/surface.js";
import type { ViewProps } from "../view-props.js";
import { paintScrollbarCell, type ScrollbarCell, scrollbarCells } from "./scrollbar.js";
import { Strip } from "./strip.js";
import { createStreamPainter } from "./stream-painter.js";
import { createStreamPicture } from "./stream-picture.js";

/** The stream and its scrollbar. They are painted past React, from the state as it is at that moment. */
export function StreamView({ rect }: ViewProps): ReactNode {
  const parts = useParts();
  const painter = usePainter();
  const paint = useMemo(() => createPaint(parts, painter), [parts, painter]);
  return (
    <>
      <Region rect={rect}>
        <Box height={rect.rows}>
          <Surface width={rect.columns - 1} height={rect.rows} row={paint.row} />
          <Surface width={1} height={rect.rows} row={paint.scrollbar} />
        </Box>
      </Region>
      <Strip />
    </>
  );
}

type Paint = {
  readonly row: (index: number, width: number) => string;
  readonly scrollbar: (index: number) => string;
};

function createPaint({ store, glyphs, ascii, zone }: Parts, painter: Painter): Paint {
  const pictureOf = createStreamPicture({ glyphs, ascii, zone });
  const stream = createStreamPainter(painter);
  let drawn: { readonly state: State; readonly cells: readonly ScrollbarCell[] } | undefined;
  const cellsOf = (state: State): readonly ScrollbarCell[] => {
    if (
      drawn?.state.stream !== state.stream ||
      drawn.state.size !== state.size ||
      drawn.state.overlays !== state.overlays
    ) {
      drawn = { state, cells: scrollbarCells(selectScrollbar(state), frameOf(state).stream.rows, glyphs) };
    }
    return drawn.cells;
  };
  return {
    row: (index, width) => stream.row(pictureOf(store.get()), index, width),
    scrollbar: (index) => {
      const cell = cellsOf(store.get())[index];
      return cell === undefined ? "" : paintScrollbarCell(cell, painter);
    },
  };
}
