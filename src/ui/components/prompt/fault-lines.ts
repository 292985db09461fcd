import type { TypedFault } from "../../../app/overlay.js";
import { visible } from "../../../lib/visible.js";
import { sliceColumns, widthOf } from "../../../lib/width.js";
import type { Segment } from "../../segment.js";

/** Cells before the place that stay in sight. */
const BEFORE = 12;

/** What is wrong with a text: the text around the place, a pointer below it, the words, what to do. */
export function faultLines(text: string, fault: TypedFault, columns: number): readonly (readonly Segment[])[] {
  const before = widthOf(visible(text.slice(0, fault.at)));
  const blamed = widthOf(visible(text.slice(fault.at, fault.at + fault.length)));
  const shift = before + blamed < columns ? 0 : Math.max(0, before - BEFORE);
  const shown = sliceColumns(visible(text), shift, shift + columns);
  const at = before - shift;
  const carets = "^".repeat(Math.max(1, Math.min(blamed, columns - at)));
  const meant = fault.suggestion === undefined ? "" : `Tab: ${visible(fault.suggestion)}`;
  return [
    [{ text: shown, role: "text" }],
    [
      { text: " ".repeat(at), role: "text" },
      { text: `${carets} ${visible(fault.message)}`, role: "fault" },
    ],
    [{ text: meant === "" ? visible(fault.hint) : meant, role: "dim" }],
  ];
}
