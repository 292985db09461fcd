import { visible } from "../../../lib/visible.js";
import { cellText } from "./cell-text.js";
import type { TableFormat } from "./table-format.js";

/** The values alone, a tab between two: for other programs. */
export const catTable: TableFormat = {
  rows: ({ columns, rows }, options) =>
    rows
      .map((row) => {
        const cells = columns.map((column, index) => visible(cellText(column, row[index], options.clock, "plain")));
        return `${cells.join("\t")}\n`;
      })
      .join(""),
};
