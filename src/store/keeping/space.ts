import type { Db } from "../database.js";

/** As SQLite numbers the ways of giving space back. */
const NONE = 0;

/** Pages given back in one step: some milliseconds at most. */
const STEP_PAGES = 128;

export type Space = {
  /** Bytes of the file that hold something. */
  used(): number;
  /** Bytes that were freed and wait to be used again or given back. */
  free(): number;
  /** Gives some free pages back to the disk until no more than `reserve` bytes are free; true when no more is to be done. */
  giveBack(reserve: number): boolean;
  /** Rewrites a store of before space could be given back, so that it can be; nothing to do for others. */
  enableGivingBack(): void;
};

/** The pages of a store's file. */
export function spaceOf(db: Db): Space {
  const number = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
  const pageSize = () => number("page_size");
  const free = () => number("freelist_count") * pageSize();
  return {
    used: () => (number("page_count") - number("freelist_count")) * pageSize(),
    free,
    giveBack(reserve) {
      const before = free();
      if (before <= reserve) return true;
      db.pragma(`incremental_vacuum(${STEP_PAGES})`);
      // A store of before space could be given back keeps its size; what is free in it is used again.
      return free() >= before || free() <= reserve;
    },
    enableGivingBack() {
      if (number("auto_vacuum") !== NONE) return;
      // Takes effect when the file is rewritten, once.
      db.pragma("auto_vacuum = INCREMENTAL");
      db.exec("VACUUM");
    },
  };
}

/** Free space that is left for what comes: giving it back and taking it again would write everything twice. */
export function usualReserve(space: Space): number {
  return Math.max(16 << 20, Math.floor(space.used() / 8));
}
