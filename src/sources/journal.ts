import { stat } from "node:fs/promises";
import { failed, type Fault, ok, type Result } from "../core/fault.js";
import type { SourceKind } from "../core/ports.js";
import { type JournalArguments, journalId, journalLabel, parseJournalArguments } from "./journal/arguments.js";
import { resolveBoot } from "./journal/boot.js";
import { journalEvents } from "./journal/events.js";
import { NO_JOURNALCTL, noDirectory } from "./journal/faults.js";
import { hasJournalctl } from "./journal/journalctl.js";
import { journalSearch } from "./journal/search.js";

/** The systemd journal: this machine's, or the one in a directory; followed across rotation, resumed by cursor. */
export const journal: SourceKind = {
  scheme: "journal",
  summary: "the systemd journal, all of it or by unit, identifier, priority, boot, user, dir, namespace",
  example: "journal:unit=nginx.service",
  async open(rest, options) {
    const parsed = parseJournalArguments(rest);
    if (!parsed.ok) return parsed;
    const asked = await readable(parsed.value);
    if (!asked.ok) return asked;
    const plan = { asked: asked.value, options };
    return ok([
      {
        id: journalId(asked.value),
        label: journalLabel(asked.value),
        events: (signal, resume) => journalEvents(plan, signal, resume),
        search: (query, signal) => journalSearch(plan, query, signal),
      },
    ]);
  },
};

/** The arguments with the boot's id in place of its number, when all they name is there. */
async function readable(asked: JournalArguments): Promise<Result<JournalArguments>> {
  if (!(await hasJournalctl())) return failed(NO_JOURNALCTL);
  const missing = await missingDirectory(asked.directory);
  return missing === undefined ? resolveBoot(asked) : failed(missing);
}

async function missingDirectory(path: string | undefined): Promise<Fault | undefined> {
  if (path === undefined) return undefined;
  try {
    return (await stat(path)).isDirectory() ? undefined : noDirectory(path);
  } catch (cause) {
    return { ...noDirectory(path), cause };
  }
}
