import type { KeySection } from "../../../app/keys/table.js";
import { cutToWidth, padToWidth } from "../../../lib/width.js";
import type { Glyphs } from "../../glyphs.js";
import type { Segment } from "../../segment.js";

const KEY_COLUMNS = 26;
const COMMAND_COLUMNS = 18;

/** The help's lines, at most `columns` wide: a blank one between sections. */
export function helpLines(
  sections: readonly KeySection[],
  columns: number,
  glyphs: Glyphs,
): readonly (readonly Segment[])[] {
  return sections.flatMap((section, index) => {
    const lines = sectionLines(section, columns, glyphs);
    return index === 0 ? lines : [[], ...lines];
  });
}

function sectionLines(section: KeySection, columns: number, glyphs: Glyphs): readonly (readonly Segment[])[] {
  const isRoomy = columns >= KEY_COLUMNS + COMMAND_COLUMNS + 40;
  const room = columns - KEY_COLUMNS - (isRoomy ? COMMAND_COLUMNS : 0);
  const rows = section.rows.map(({ keys, summary, command }): readonly Segment[] => [
    {
      text: `  ${padToWidth(cutToWidth(keys.join("  "), KEY_COLUMNS - 3, glyphs.ellipsis), KEY_COLUMNS - 2)}`,
      role: "key",
    },
    { text: padToWidth(cutToWidth(summary, room - 1, glyphs.ellipsis), room), role: "text" },
    ...(isRoomy ? [{ text: `:${command}`, role: "dim" } as const] : []),
  ]);
  return [[{ text: section.title, role: "accent" }], ...rows];
}
