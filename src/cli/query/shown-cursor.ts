import type { LogEntry } from "../../core/entry.js";
import type { Invocation } from "../command.js";
import type { EntryPrinter } from "../entry-printer.js";
import { write } from "../shell.js";
import { cursorText } from "./begin.js";

/** The same printer, which ends with the cursor of the last entry that it wrote, as journalctl writes it. */
export function showingCursor({ shell }: Invocation, printer: EntryPrinter, isKept: boolean): EntryPrinter {
  let last: LogEntry | undefined;
  return {
    ...printer,
    // A journal's cursor is one of the fields.
    parts: isKept ? printer.parts : "whole",
    print: (entries) => {
      last = entries.at(-1) ?? last;
      printer.print(entries);
    },
    close: async () => {
      await printer.close();
      const cursor = last === undefined ? undefined : cursorText(last, isKept);
      if (cursor !== undefined) await write(shell, `-- cursor: ${cursor}\n`);
    },
  };
}
