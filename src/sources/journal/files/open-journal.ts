import { statSync } from "node:fs";
import { failed, FaultError, faultOf, ok, type Result } from "../../../core/fault.js";
import type { JournalArguments } from "../arguments.js";
import { findFiles } from "./find-files.js";
import { closeJournalFile, type JournalFile, openJournalFile } from "./journal-file.js";
import { foreign, isForbidden, isGone } from "./unreadable.js";

/** All files of a journal, held open: what is deleted from now on is read all the same. */
export type OpenJournal = {
  readonly files: readonly JournalFile[];
  /** Files of others may not be read by this user. */
  readonly isPartial: boolean;
};

/** Fails when some file can only be read by journalctl; its entries then could not be put into their place. */
export function openJournal(asked: JournalArguments): Result<OpenJournal> {
  const found = findFiles(asked);
  const files: JournalFile[] = [];
  let { isPartial } = found;
  for (const path of found.paths) {
    try {
      // journald has just made it.
      if (statSync(path).size === 0) continue;
      files.push(openJournalFile(path));
    } catch (caught) {
      if (isForbidden(caught)) isPartial = true;
      else if (!isGone(caught)) {
        for (const file of files) closeJournalFile(file);
        return failed(
          caught instanceof FaultError
            ? caught.fault
            : { ...foreign(path, "cannot be opened"), cause: faultOf(caught) },
        );
      }
    }
  }
  return ok({ files, isPartial });
}

export function closeJournal({ files }: OpenJournal): void {
  for (const file of files) closeJournalFile(file);
}
