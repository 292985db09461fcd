import type { ReactNode } from "react";
import { dialogColumns, dialogRows } from "../../../app/overlays/help.js";
import { selectPalette, selectPrompt } from "../../../app/selectors/overlays.js";
import { useParts, useSelected } from "../../parts.js";
import type { Segment } from "../../segment.js";
import { Dialog } from "../dialog/dialog.js";
import { centred, DIALOG_MARGIN, dialogWidth, scrollTo } from "../dialog/dialog-layout.js";
import { promptLine } from "../prompt/prompt-layout.js";
import { useCaret } from "../prompt/use-caret.js";
import { paletteLine } from "./palette-layout.js";

/** So many commands are shown at a time. */
const MOST_ROWS = 14;

/** All commands, narrowed by what is typed. */
export function Palette(): ReactNode {
  const { glyphs } = useParts();
  const view = useSelected(selectPalette);
  const prompt = useSelected(selectPrompt);
  const size = useSelected((state) => state.size);
  const most = useSelected(dialogColumns);
  const room = useSelected(dialogRows);
  const isShown = view !== undefined && prompt?.prompt.kind === "palette";
  const height = Math.min(MOST_ROWS, Math.max(1, room - 2));
  const columns = dialogWidth(most, size);
  const inner = columns - DIALOG_MARGIN;
  const place = centred({ columns, rows: height + 4 }, size);
  const typed =
    isShown &&
    promptLine(
      { label: prompt.label, input: prompt.prompt.input, role: "text", note: "", noteRole: "dim" },
      inner,
      glyphs,
    );
  useCaret(typed === false ? undefined : { x: place.column + 2 + typed.caret, y: place.row + 1 });
  if (!isShown || typed === false) return null;
  const first = scrollTo(view.selected, view.rows.length, height);
  const rows = view.rows
    .slice(first, first + height)
    .map((row, index) => paletteLine(row, first + index === view.selected, inner, glyphs));
  const none: readonly Segment[] = [{ text: "  no command has these words", role: "dim" }];
  const listed = rows.length === 0 ? [none] : rows;
  const blank = Array.from({ length: height - listed.length }, (): readonly Segment[] => []);
  const rule: readonly Segment[] = [{ text: glyphs.rule.repeat(inner), role: "border" }];
  return (
    <Dialog
      title="Commands"
      note={`${view.rows.length === 0 ? 0 : view.selected + 1} of ${view.rows.length}`}
      lines={[typed.segments, rule, ...listed, ...blank]}
      columns={columns}
      place={place}
      {...(rows.length > 0 && { selected: view.selected - first + 2 })}
    />
  );
}
