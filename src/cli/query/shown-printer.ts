import type { ShownEntry } from "../../core/aggregate/entry-stages.js";
import type { LogEntry } from "../../core/entry.js";
import { type Result, failed, ok } from "../../core/fault.js";
import type { Invocation } from "../command.js";
import { openPrinter, type Printed } from "../entry-printer.js";

/** Writes entries with what stages have to say of each. */
export type ShownPrinter = {
  print(shown: readonly ShownEntry[]): Promise<void>;
  close(): Promise<void>;
};

/**
 * Neighbours of matches and repeats are marked: in lines by `>` before matches (where there is context), `--` where
 * entries are left out, `(×N)` behind; in JSON by names. Other formats have no place for that.
 */
export async function openShownPrinter(
  invocation: Invocation,
  printed: Pick<Printed, "manySources">,
  hasContext: boolean,
): Promise<Result<ShownPrinter>> {
  const { output } = invocation.settings;
  if (output === "csv" || output === "verbose") {
    const hint = "use -o short, short-iso, cat, json or ndjson, or say: | fields time, message";
    return failed({ code: "usage", message: `context and dedup do not go with -o ${output}`, hint });
  }
  const manners = new Map<LogEntry, ShownEntry>();
  const marking = { hasContext, mannerOf: (entry: LogEntry) => manners.get(entry) };
  const opened = await openPrinter(invocation, { ...printed, isEndless: false }, marking);
  if (!opened.ok) return opened;
  const printer = opened.value;
  return ok({
    print: async (shown) => {
      manners.clear();
      for (const one of shown) manners.set(one.entry, one);
      printer.print(shown.map(({ entry }) => entry));
      await printer.drained();
    },
    close: () => printer.close(),
  });
}
