import type { KeyColumn } from "../../core/aggregate/add-columns.js";
import { type Cell, cellReader, numberIn } from "../../core/aggregate/cell.js";
import { LEVELS } from "../../core/level.js";
import type { Desk } from "./desk.js";
import type { OpenBlock } from "./row-view.js";

/** Rows of a block; undefined for all of them. */
export type KeyedRows = { readonly desk: Desk; readonly block: OpenBlock; readonly rows: Uint32Array | undefined };

const LEVEL_CELLS: readonly Cell[] = [...LEVELS, undefined];

/** A field of these rows as a column; of other rows it may say anything. Text is read only where the field needs it. */
export function keyColumn(field: string, keyed: KeyedRows): KeyColumn {
  const { run, header, columns } = keyed.block;
  switch (field) {
    case "level":
      return { codes: columns.level(), values: LEVEL_CELLS };
    case "source":
      return { codes: new Uint8Array(header.count), values: [run.id] };
    case "unit":
    case "identifier":
    case "host": {
      const names = columns.names();
      return { codes: names[field], values: [undefined, ...names.strings.slice(1)] };
    }
    case "format": {
      const { format, strings } = columns.names();
      return { codes: format, values: ["plain", ...strings.slice(1)] };
    }
    case "pid": {
      const { pid } = columns.names();
      return internRows(keyed, (row) => (pid[row] === 0 ? undefined : pid[row]));
    }
    case "time": {
      const at = columns.at();
      return internRows(keyed, (row) => at[row]);
    }
    default: {
      const read = cellReader(field);
      return internRows(keyed, (row) => read(keyed.desk.view(keyed.block, row)));
    }
  }
}

/** The numbers of a field; undefined for rows that have none. */
export function numberColumn(field: string, { desk, block }: KeyedRows): (row: number) => number | undefined {
  const { columns } = block;
  if (field === "pid") {
    const { pid } = columns.names();
    return (row) => (pid[row] === 0 ? undefined : pid[row]);
  }
  if (field === "time") {
    const at = columns.at();
    return (row) => at[row];
  }
  const read = cellReader(field);
  return (row) => numberIn(read(desk.view(block, row)));
}

/** Each value once, in the order in which they come. */
function internRows({ block, rows }: KeyedRows, cellOf: (row: number) => Cell): KeyColumn {
  const codes = new Uint32Array(block.header.count);
  const values: Cell[] = [];
  const known = new Map<Cell, number>();
  const amount = rows?.length ?? block.header.count;
  for (let index = 0; index < amount; index += 1) {
    const row = rows === undefined ? index : (rows[index] ?? 0);
    const cell = cellOf(row);
    let code = known.get(cell);
    if (code === undefined) known.set(cell, (code = values.push(cell) - 1));
    codes[row] = code;
  }
  return { codes, values };
}
