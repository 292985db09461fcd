import type { TableRemark } from "../../core/aggregate/table.js";
import { counted } from "../../lib/counted.js";
import { showsUnicode } from "../../ui/terminal/abilities.js";
import type { Invocation } from "../command.js";
import { machineOffsetMinutes } from "../machine-offset.js";
import type { TableOptions, TablePart } from "../output/table/table-format.js";
import { tableFormat } from "../output/table/registry.js";
import { createClock } from "../output/time-text.js";
import { plainPaint } from "../plain-paint.js";
import { sayNote, write } from "../shell.js";

/** Where stdout is no terminal. */
const COLUMNS = 80;

/** Writes a table, or the parts of one. */
export type TablePrinter = {
  print(part: TablePart): Promise<void>;
  close(columns: TablePart["columns"]): Promise<void>;
};

export async function openTablePrinter(invocation: Invocation): Promise<TablePrinter> {
  const { shell, settings } = invocation;
  const format = tableFormat(settings.output);
  const options: TableOptions = {
    paint: await plainPaint(invocation),
    clock: createClock(settings.utc ? () => 0 : machineOffsetMinutes),
    width: shell.stdout.isTTY ? shell.stdout.columns : COLUMNS,
    isAscii: settings.ascii || !showsUnicode(shell.environment),
  };
  let isFirst = true;
  const begin = (columns: TablePart["columns"]): string => (isFirst ? (format.head?.(columns) ?? "") : "");
  return {
    async print(part) {
      if (part.rows.length === 0 && part.others === undefined) return;
      const text = begin(part.columns) + format.rows(part, options, isFirst);
      isFirst = false;
      await write(shell, text);
    },
    close: (columns) => write(shell, begin(columns) + (format.tail ?? "")),
  };
}

/** What somebody who reads the table should know of it, on stderr. */
export function sayRemarks(invocation: Invocation, remarks: readonly TableRemark[]): void {
  for (const remark of remarks) sayNote(invocation, remarkWords(remark));
}

function remarkWords(remark: TableRemark): string {
  switch (remark.kind) {
    case "too-many-groups":
      return `${counted(remark.groups)} groups are kept apart; ${counted(remark.entries)} entries of others are put together`;
    case "no-number":
      return `${counted(remark.entries)} entries have no number in ${remark.field} and are left out`;
    case "no-value":
      return `no entry has a value in ${remark.field}`;
    case "estimated":
      return `percentiles are at most ${remark.error * 100} % off: there are too many different numbers to keep all`;
  }
}
