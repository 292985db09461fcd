import type { ReactNode } from "react";
import type { PromptView } from "../../../app/selectors/overlays.js";
import type { Rect } from "../../../app/stream/frame.js";
import { visible } from "../../../lib/visible.js";
import { padToWidth, widthOf } from "../../../lib/width.js";
import { useParts } from "../../parts.js";
import { Dialog } from "../dialog/dialog.js";
import { DIALOG_MARGIN, scrollTo } from "../dialog/dialog-layout.js";

const MOST_ROWS = 8;
const LEAST_COLUMNS = 16;
/** Between a candidate and what it is. */
const GAP = 2;

/** What Tab walks through, above the line one types in. */
export function Candidates({ view, rect }: { readonly view: PromptView; readonly rect: Rect }): ReactNode {
  const { glyphs } = useParts();
  const rows = Math.min(MOST_ROWS, view.candidates.length, Math.max(1, rect.row - 3));
  const first = scrollTo(view.candidate ?? 0, view.candidates.length, rows);
  const shown = view.candidates.slice(first, first + rows);
  const words = Math.max(LEAST_COLUMNS, ...view.candidates.map(({ text }) => widthOf(visible(text))));
  const about = Math.max(0, ...view.candidates.map((candidate) => widthOf(visible(candidate.about))));
  const columns = Math.min(words + (about === 0 ? 0 : about + GAP) + 2 + DIALOG_MARGIN, rect.columns);
  return (
    <Dialog
      title=""
      note={view.candidate === undefined ? "Tab" : `${view.candidate + 1} of ${view.candidates.length}`}
      lines={shown.map((candidate, index) => [
        { text: first + index === view.candidate ? `${glyphs.selected} ` : "  ", role: "accent" },
        { text: padToWidth(visible(candidate.text), about === 0 ? 0 : words + GAP), role: "text" },
        { text: visible(candidate.about), role: "dim" },
      ])}
      columns={columns}
      place={{ row: rect.row - rows - 2, column: rect.column }}
      {...(view.candidate !== undefined && { selected: view.candidate - first })}
    />
  );
}
