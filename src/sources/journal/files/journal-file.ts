import { closeFileBytes, type FileBytes, openFileBytes } from "./file-bytes.js";
import { type Header, readHeader } from "./header.js";

/** A journal file as it was when it was opened. Its entries are those that were whole then. */
export type JournalFile = {
  readonly bytes: FileBytes;
  readonly header: Header;
  /** The boot id that was read last, as numbers and in writing: neighbours share it. */
  boot: {
    readonly first: number;
    readonly second: number;
    readonly third: number;
    readonly fourth: number;
    readonly text: string;
  };
};

const NO_BOOT = { first: 0, second: 0, third: 0, fourth: 0, text: "0".repeat(32) };

/** Throws a `FaultError` for what cannot be read directly, and what `open(2)` does. */
export function openJournalFile(path: string): JournalFile {
  const bytes = openFileBytes(path);
  try {
    return { bytes, header: readHeader(bytes), boot: NO_BOOT };
  } catch (caught) {
    closeFileBytes(bytes);
    throw caught;
  }
}

export function closeJournalFile({ bytes }: JournalFile): void {
  closeFileBytes(bytes);
}
