import type { PaletteRow } from "../../../app/overlays/palette.js";
import { cutToWidth, padToWidth, widthOf } from "../../../lib/width.js";
import type { Glyphs } from "../../glyphs.js";
import type { Segment } from "../../segment.js";

/** A row of the palette: summary at the left, name and first keys at the right. */
export function paletteLine(row: PaletteRow, isSelected: boolean, columns: number, glyphs: Glyphs): readonly Segment[] {
  const keys = row.keys.slice(0, 2).join("  ");
  const names = columns >= ROOMY ? NAME_COLUMNS : 0;
  const left = columns - names - KEY_COLUMNS - 2;
  const summary = row.disabled === undefined ? row.summary : `${row.summary} (${row.disabled})`;
  const role = row.disabled === undefined ? "text" : "dim";
  return [
    { text: isSelected ? `${glyphs.selected} ` : "  ", role: "accent" },
    { text: padToWidth(cutToWidth(summary, left - 1, glyphs.ellipsis), left), role },
    { text: padToWidth(cutToWidth(row.command, names, glyphs.ellipsis), names), role: "dim" },
    { text: " ".repeat(Math.max(0, KEY_COLUMNS - widthOf(keys))) + cutToWidth(keys, KEY_COLUMNS, ""), role: "key" },
  ];
}

/** Below this width the names of the commands give way to what they do. */
const ROOMY = 92;
const NAME_COLUMNS = 17;
const KEY_COLUMNS = 14;
