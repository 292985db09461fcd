import { existsSync } from "node:fs";
import type { Fault } from "../../core/fault.js";
import { type JournalArguments, journalFlags } from "./arguments.js";
import { type Cursor, parseCursor } from "./cursor.js";
import { createExportDecoder } from "./export-decoder.js";
import { faultOfEnd, noJournal, saysNoFiles, saysOnlyOwn } from "./faults.js";
import { askJournalctl } from "./journalctl.js";

export type NewestEntry =
  | {
      readonly kind: "entry";
      /** Undefined when nothing matches yet. */
      readonly cursor: Cursor | undefined;
      /** This user sees only some of the entries. */
      readonly isPartial: boolean;
    }
  | { readonly kind: "fault"; readonly fault: Fault };

/**
 * Asks for the newest entry: where history ends and live begins, whether the journal can be read at all, and whether
 * all of it. Milliseconds, also for a large journal and a filter: the journal has an index.
 */
export async function newestEntry(known: JournalArguments, matches: readonly string[] = []): Promise<NewestEntry> {
  const flags = [...journalFlags(known), ...matches];
  const [asked, hinted] = await Promise.all([
    askJournalctl(["--output=export", "--output-fields=MESSAGE_ID", "--lines=1", ...flags]),
    // The export format keeps journalctl's hints back, as --quiet does.
    askJournalctl(["--lines=0", ...flags]),
  ]);
  if (asked.code !== 0) return { kind: "fault", fault: faultOfEnd(asked) };
  if (saysNoFiles(hinted.said) && known.directory === undefined) {
    return { kind: "fault", fault: noJournal(existsSync("/run/systemd/system")) };
  }
  let cursor: Cursor | undefined;
  const decoder = createExportDecoder((fields) => {
    const text = fields["__CURSOR"];
    cursor = typeof text === "string" ? parseCursor(text) : undefined;
  });
  decoder.push(asked.answer);
  return { kind: "entry", cursor, isPartial: saysOnlyOwn(hinted.said) };
}
