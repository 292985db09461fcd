import { statSync } from "node:fs";
import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import type { Source, SourceOptions } from "../../core/ports.js";
import { type JournalArguments, journalId, journalLabel, parseJournalArguments } from "./arguments.js";
import { resolveBoot } from "./boot.js";
import { NO_JOURNALCTL, noDirectory } from "./faults.js";
import { hasJournalctl } from "./journalctl.js";
import { journalSearch, journalSearchBack } from "./search.js";

/** What follows is loaded when it is wanted: a question needs none of it. */
export async function openJournalSource(rest: string, options: SourceOptions): Promise<Result<readonly Source[]>> {
  const parsed = parseJournalArguments(rest);
  if (!parsed.ok) return parsed;
  const asked = await readable(parsed.value);
  if (!asked.ok) return asked;
  const plan = { asked: asked.value, options };
  return ok([
    {
      id: journalId(asked.value),
      label: journalLabel(asked.value),
      async *events(signal, resume) {
        yield* (await import("./events.js")).journalEvents(plan, signal, resume);
      },
      search: (query, signal) => journalSearch(plan, query, signal),
      searchBack: (query, most, signal) => journalSearchBack({ plan, query, signal }, most),
    },
  ]);
}

/** The arguments with the boot's id in place of its number, when all they name is there. */
async function readable(asked: JournalArguments): Promise<Result<JournalArguments>> {
  if (!hasJournalctl()) return failed(NO_JOURNALCTL);
  const missing = missingDirectory(asked.directory);
  return missing === undefined ? resolveBoot(asked) : failed(missing);
}

function missingDirectory(path: string | undefined): Fault | undefined {
  if (path === undefined) return undefined;
  try {
    return statSync(path).isDirectory() ? undefined : noDirectory(path);
  } catch (cause) {
    return { ...noDirectory(path), cause };
  }
}
