import { csvCell } from "../csv.js";
import { isoUtc } from "../time-text.js";
import type { TableFormat } from "./table-format.js";

/** RFC 4180; what the rows leave out comes last, with empty keys. */
export const csvTable: TableFormat = {
  head: (columns) => `${columns.map(({ name }) => csvCell(name)).join(",")}\r\n`,
  rows: ({ columns, rows, others }) =>
    [...rows, ...(others === undefined ? [] : [others])]
      .map((row) => {
        const cells = row.map((cell, index) => {
          const isTime = columns[index]?.kind === "time" && typeof cell === "number";
          return csvCell(isTime ? isoUtc(cell) : cell);
        });
        return `${cells.join(",")}\r\n`;
      })
      .join(""),
};
