import type { Role } from "../../theme/roles.js";
import type { Segment } from "../segment.js";

/** One cell of a chart. */
export type ChartCell = { readonly text: string; readonly role: Role };

/** Cells in a row; neighbours that look alike become one segment. */
export function segmentsOfCells(cells: readonly ChartCell[]): readonly Segment[] {
  const segments: { text: string; readonly role: Role }[] = [];
  for (const { text, role } of cells) {
    const before = segments.at(-1);
    if (before?.role === role) before.text += text;
    else segments.push({ text, role });
  }
  return segments;
}

/** A full block hides the ground under it. */
const BLOCK = "\u2588";

/** The cells with the cursor over one of them: a line through what is empty, a ground under what is not. */
export function withCursor(
  cells: readonly ChartCell[],
  column: number | undefined,
  line: string,
): readonly ChartCell[] {
  return cells.map((cell, index) => {
    if (index !== column) return cell;
    if (cell.text === BLOCK) return { text: BLOCK, role: "accent" };
    return cell.text.trim() === "" || cell.text === "\u2800"
      ? { text: line, role: "accent" }
      : { text: cell.text, role: "match.current" };
  });
}
