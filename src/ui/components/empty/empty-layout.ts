import type { EmptyView } from "../../../app/selectors/empty.js";
import type { Tone } from "../../../app/state.js";
import { cutToWidth, padToWidth, widthOf, wrapToWidth } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs } from "../../glyphs.js";
import type { Segment } from "../../segment.js";

const ROLE_OF: Readonly<Record<Tone, Role>> = { info: "text", warning: "level.warning", fault: "fault" };

/** Title, reasons and what can be done, at most `columns` wide. */
export function emptyLines(view: EmptyView, columns: number, glyphs: Glyphs): readonly (readonly Segment[])[] {
  const cut = (text: string, width: number): string => cutToWidth(text, width, glyphs.ellipsis);
  const keys = Math.max(0, ...view.offers.map(({ key }) => widthOf(key)));
  const reasons = view.lines.flatMap(({ tone, text }) =>
    wrapped(text, columns).map((row): readonly Segment[] => [{ text: row, role: ROLE_OF[tone] }]),
  );
  const offers = view.offers.map(({ key, text }): readonly Segment[] => [
    { text: padToWidth(key, keys), role: "key" },
    { text: `  ${cut(text, columns - keys - 2)}`, role: "dim" },
  ]);
  const gap = (lines: readonly unknown[]): readonly (readonly Segment[])[] => (lines.length === 0 ? [] : [[]]);
  return [[{ text: cut(view.title, columns), role: "accent" }], ...gap(reasons), ...reasons, ...gap(offers), ...offers];
}

/** In rows of their own what does not fit into one, as far in as the text begins. */
function wrapped(text: string, columns: number): readonly string[] {
  const indent = " ".repeat(text.length - text.trimStart().length);
  const rows = wrapToWidth(text.trimStart(), columns - indent.length, ROWS_OF_A_REASON);
  return rows.map((row) => indent + row.trimEnd());
}

/** What is longer names a path or tells what a program said: the sources list has it. */
const ROWS_OF_A_REASON = 4;
