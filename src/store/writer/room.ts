import { statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { type Db, tryMergeLog } from "../database.js";

/** Sees to it before each transaction that a disk which gets full leaves room for what makes room again. */
export type Room = { prepare(): void };

/** For a store that is on no disk. */
export const AMPLE: Room = { prepare: () => undefined };

/** What retention and the merging of the log may need. */
const RESERVE = 1 << 20;
/** With so much free beside the log, nothing is done. */
const SCARCE = 32 << 20;
/** How often it is looked while there is plenty: less than this can be written meanwhile. */
const LOOK_EVERY_MS = 100;
const LARGEST = 4_294_967_294;

/**
 * A log (WAL) that holds new pages can only be merged while the file can grow by them: a log that took the last room
 * would be stuck for ever, and with it retention, which writes before it frees. So the log is merged before each commit
 * while room is scarce, and the file may grow by half of what is free: its new pages are there twice until they are
 * merged. A commit beyond that is refused as by a full disk, and what is there can still be worked with.
 */
export function roomOf(db: Db, path: string): Room {
  const number = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
  let lookedAt = Number.NEGATIVE_INFINITY;
  let isScarce = false;
  const bound = (pages: number): void => void db.pragma(`max_page_count = ${pages}`);
  return {
    prepare() {
      if (!isScarce && performance.now() - lookedAt < LOOK_EVERY_MS) return;
      lookedAt = performance.now();
      const wasScarce = isScarce;
      isScarce = freeBytes(path) < SCARCE + logBytes(path);
      if (!isScarce) {
        if (wasScarce) bound(LARGEST);
        return;
      }
      tryMergeLog(db);
      const growth = Math.max(0, freeBytes(path) - RESERVE) / 2;
      bound(number("page_count") + Math.floor(growth / number("page_size")));
    },
  };
}

/** Infinite where nobody can tell. */
function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function logBytes(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
