import { Box } from "ink";
import { type ReactNode, useCallback } from "react";
import { type DetailView, selectDetail } from "../../../app/selectors/overlays.js";
import type { Rect } from "../../../app/stream/frame.js";
import { useParts } from "../../parts.js";
import { fitSegments, paintSegments, type Segment } from "../../segment.js";
import { Surface } from "../../terminal/surface.js";
import { Region } from "../region/region.js";
import { usePainter } from "../styled.js";
import { detailLine, detailTitle } from "./detail-layout.js";

/** All of one entry, beside the stream or below it; painted like the stream, since it moves with it. */
export function Detail({ rect }: { readonly rect: Rect }): ReactNode {
  const { store, glyphs, ascii, links, zone } = useParts();
  const painter = usePainter();
  const isBeside = rect.column > 0;
  const row = useCallback(
    (index: number, width: number): string => {
      const view = selectDetail(store.get());
      if (view === undefined) return "";
      const side: readonly Segment[] = isBeside ? [{ text: `${glyphs.vertical} `, role: "border" }] : [];
      const columns = width - (isBeside ? 2 : 0);
      if (index === 0) return paintSegments([...side, ...detailTitle(view, columns, glyphs)], painter);
      const at = view.overlay.scroll + index - 1;
      const item = view.items[at];
      if (item === undefined) return paintSegments(side, painter);
      const line = detailLine(item, columns, { glyphs, ascii, links, zone });
      const isFocused = isOnFocus(view, at);
      const text = isFocused
        ? paintSegments(fitSegments(line, columns), painter, "selection")
        : paintSegments(line, painter);
      return paintSegments(side, painter) + text;
    },
    [store, glyphs, ascii, links, zone, painter, isBeside],
  );
  return (
    <Region rect={rect}>
      <Box>
        <Surface width={rect.columns} height={rect.rows} row={row} />
      </Box>
    </Region>
  );
}

function isOnFocus(view: DetailView, index: number): boolean {
  return view.hasFocus && view.overlay.selected === index;
}
