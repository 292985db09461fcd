import type { ReactNode } from "react";
import type { PromptView } from "../../../app/selectors/overlays.js";
import type { Rect } from "../../../app/stream/frame.js";
import { visible } from "../../../lib/visible.js";
import { widthOf } from "../../../lib/width.js";
import { useParts } from "../../parts.js";
import { Dialog } from "../dialog/dialog.js";
import { DIALOG_MARGIN, scrollTo } from "../dialog/dialog-layout.js";

const MOST_ROWS = 8;
const LEAST_COLUMNS = 16;

/** What Tab walks through, above the line one types in. */
export function Candidates({ view, rect }: { readonly view: PromptView; readonly rect: Rect }): ReactNode {
  const { glyphs } = useParts();
  const rows = Math.min(MOST_ROWS, view.candidates.length, Math.max(1, rect.row - 3));
  const first = scrollTo(view.candidate, view.candidates.length, rows);
  const texts = view.candidates.slice(first, first + rows).map((text) => visible(text));
  const widest = Math.max(LEAST_COLUMNS, ...view.candidates.map((text) => widthOf(visible(text))));
  const columns = Math.min(widest + 2 + DIALOG_MARGIN, rect.columns);
  return (
    <Dialog
      title=""
      note={`${view.candidate + 1} of ${view.candidates.length}`}
      lines={texts.map((text, index) => [
        { text: first + index === view.candidate ? `${glyphs.selected} ` : "  ", role: "accent" },
        { text, role: "text" },
      ])}
      columns={columns}
      place={{ row: rect.row - rows - 2, column: rect.column }}
      selected={view.candidate - first}
    />
  );
}
