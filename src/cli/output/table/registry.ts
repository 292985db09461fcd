import { catTable } from "./cat.js";
import { csvTable } from "./csv.js";
import { jsonTable, ndjsonTable } from "./json.js";
import type { TableFormat } from "./table-format.js";
import { textTable } from "./text.js";

const FORMATS: Readonly<Record<string, TableFormat>> = {
  json: jsonTable,
  ndjson: ndjsonTable,
  csv: csvTable,
  cat: catTable,
};

/** How a table is written with `-o NAME`; formats of text lines give aligned columns. */
export function tableFormat(name: string): TableFormat {
  return Object.hasOwn(FORMATS, name) ? (FORMATS[name] ?? textTable) : textTable;
}
