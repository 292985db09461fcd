import type { ReactNode } from "react";
import { footerHints, type FooterView, selectFooter } from "../../../app/selectors/footer.js";
import type { State } from "../../../app/state.js";
import type { Rect } from "../../../app/stream/frame.js";
import { type Calm, CALM_MS, useParts, useSelected } from "../../parts.js";
import { Line } from "../line/line.js";
import { Region } from "../region/region.js";
import { footerLine } from "./footer-layout.js";

const CALM: Calm = {
  ms: CALM_MS,
  but: ({ overlays, notices, keys, view, heatmap, stream, size }) => [
    view,
    heatmap,
    overlays.length,
    notices,
    keys,
    stream.cursor,
    stream.follow,
    size,
  ],
};

/** More hints than fit: which are left out is for the layout to say. */
const ALL_HINTS = 1_000;

function selectWholeFooter(state: State): FooterView {
  return { ...selectFooter(state), hints: footerHints(state, ALL_HINTS) };
}

/** Keys that do something here and now, or what there is to say. */
export function Footer({ rect }: { readonly rect: Rect }): ReactNode {
  const { glyphs } = useParts();
  const view = useSelected(selectWholeFooter, CALM);
  return (
    <Region rect={rect}>
      <Line segments={footerLine(view, rect.columns, glyphs)} />
    </Region>
  );
}
