import type { SourceId } from "../../core/entry.js";
import { type JournalArguments, journalFlags, parseJournalArguments } from "../journal/arguments.js";
import { runningBoot } from "../journal/boot.js";
import { createExportDecoder } from "../journal/export-decoder.js";
import { askJournalctl } from "../journal/journalctl.js";
import { type KernelKey, kernelKey } from "./ledger.js";

/** As many as the ledger holds. */
const MOST_LINES = 32_768;
const FIELDS = "MESSAGE,_SOURCE_MONOTONIC_TIMESTAMP";

/** The kernel's messages of this boot that the journals of these sources have already; none where they cannot be asked. */
export async function kernelLinesInAll(journals: readonly SourceId[]): Promise<readonly KernelKey[]> {
  const boot = runningBoot();
  if (boot === undefined) return [];
  const asked = journals.flatMap((id) => {
    const parsed = parseJournalArguments(id.slice("journal:".length));
    return parsed.ok ? [parsed.value] : [];
  });
  return (await Promise.all(asked.map((one) => kernelLinesIn(one, boot)))).flat();
}

async function kernelLinesIn(asked: JournalArguments, boot: string): Promise<readonly KernelKey[]> {
  const keys: KernelKey[] = [];
  const { answer } = await askJournalctl([
    "--quiet",
    "--output=export",
    "--all",
    `--output-fields=${FIELDS}`,
    `--lines=${MOST_LINES}`,
    ...journalFlags(asked),
    "_TRANSPORT=kernel",
    `_BOOT_ID=${boot}`,
  ]);
  const decoder = createExportDecoder((fields, message) => {
    const key = kernelKey(fields, message ?? new Uint8Array(0));
    if (key !== undefined) keys.push(key);
  });
  decoder.push(answer);
  return keys;
}
