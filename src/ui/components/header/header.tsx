import type { ReactNode } from "react";
import { selectHeader } from "../../../app/selectors/header.js";
import type { Rect } from "../../../app/stream/frame.js";
import { type Calm, CALM_MS, useParts, useSelected } from "../../parts.js";
import { Lines } from "../line/line.js";
import { Region } from "../region/region.js";
import { headerLines } from "./header-layout.js";

const CALM: Calm = {
  ms: CALM_MS,
  but: ({ filters, search, stream, size }) => [
    filters.list,
    filters.level,
    filters.base,
    search,
    stream.follow,
    stream.frozen === undefined,
    stream.wrap,
    stream.markedOnly,
    size,
  ],
};

/** Sources and how they are, what is filtered by, and the states of the view one must not overlook. */
export function Header({ rect }: { readonly rect: Rect }): ReactNode {
  const { glyphs } = useParts();
  const view = useSelected(selectHeader, CALM);
  return (
    <Region rect={rect}>
      <Lines lines={headerLines(view, rect, glyphs)} base="header" />
    </Region>
  );
}
