import { ok, type Result } from "../../core/fault.js";
import { parseJournalArguments } from "./arguments.js";
import { resolveBoot } from "./boot.js";

/**
 * The id of a boot counted as journalctl does, in the journal that `rest` (what follows `journal:`) names; undefined
 * where it counts nothing.
 */
export async function bootOfJournal(rest: string, offset: number): Promise<Result<string | undefined>> {
  const asked = parseJournalArguments(rest);
  if (!asked.ok) return asked;
  const found = await resolveBoot({ ...asked.value, boot: String(offset) });
  return found.ok ? ok(found.value.boot) : found;
}
