import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const REMOTE = [
  "/lib/systemd/systemd-journal-remote",
  "/usr/lib/systemd/systemd-journal-remote",
  "/run/current-system/systemd/lib/systemd/systemd-journal-remote",
].find((path) => existsSync(path));

/** What keeps journal files from being made here; undefined when they can be. */
export function missingForJournalFiles(): string | undefined {
  if (REMOTE !== undefined) return undefined;
  console.warn("NOT TESTED: journal files of every kind, for want of systemd-journal-remote");
  return "systemd-journal-remote";
}

export type FileKind = { readonly compact?: boolean; readonly keyed?: boolean; readonly compress?: string };

/** Makes a journal file of entries in the export format, with the machine's own systemd-journal-remote. */
export function writeJournalFile(path: string, entries: Uint8Array | string, kind: FileKind = {}): void {
  if (REMOTE === undefined) throw new Error("there is no systemd-journal-remote");
  const { compact = true, keyed = true, compress = "1" } = kind;
  const made = spawnSync(REMOTE, ["-o", path, "-"], {
    input: entries,
    env: {
      ...process.env,
      SYSTEMD_JOURNAL_COMPACT: compact ? "1" : "0",
      SYSTEMD_JOURNAL_KEYED_HASH: keyed ? "1" : "0",
      SYSTEMD_JOURNAL_COMPRESS: compress,
    },
  });
  if (!existsSync(path)) throw new Error(`no journal file was made: ${made.stderr.toString()}`);
}

/** An entry in the export format; a value that is not a line is written as bytes. */
export function exportEntry(fields: readonly (readonly [string, string | Uint8Array])[]): Buffer {
  const parts = fields.map(([name, value]) => {
    const bytes = Buffer.from(value);
    if (typeof value === "string" && !value.includes("\n")) return Buffer.from(`${name}=${value}\n`);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length));
    return Buffer.concat([Buffer.from(`${name}\n`), length, bytes, Buffer.from("\n")]);
  });
  return Buffer.concat([...parts, Buffer.from("\n")]);
}
