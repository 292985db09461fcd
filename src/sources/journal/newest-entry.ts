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
  // Not --quiet: the hint about missing rights is one of the answers.
  const flags = ["--output=export", "--output-fields=MESSAGE_ID", "--lines=1", ...journalFlags(known), ...matches];
  const asked = await askJournalctl(flags);
  if (asked.code !== 0) return { kind: "fault", fault: faultOfEnd(asked) };
  if (saysNoFiles(asked.said) && known.directory === undefined) {
    return { kind: "fault", fault: noJournal(existsSync("/run/systemd/system")) };
  }
  let cursor: Cursor | undefined;
  const decoder = createExportDecoder((fields) => {
    const text = fields["__CURSOR"];
    cursor = typeof text === "string" ? parseCursor(text) : undefined;
  });
  decoder.push(asked.answer);
  return { kind: "entry", cursor, isPartial: saysOnlyOwn(asked.said) };
}
