import { widthOf } from "../lib/width.js";
import { visible } from "../lib/visible.js";

/** Rows as aligned columns under a head line, two spaces apart; the last column is not padded. Ends with a newline. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = [head, ...rows].map((row) => row.map(visible));
  const widths = head.map((_, index) => Math.max(...shown.map((row) => widthOf(row[index] ?? ""))));
  const line = (row: readonly string[]) =>
    row
      .map((text, index) => (index === row.length - 1 ? text : text + " ".repeat((widths[index] ?? 0) - widthOf(text))))
      .join("  ");
  return `${shown.map(line).join("\n")}\n`;
}
