import { renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { failed, ok, type Result } from "../../core/fault.js";
import type { KeepLimits } from "../../core/keep.js";
import type { Collector, StoredArchive } from "../../core/ports.js";
import type { Micros } from "../../core/time.js";
import { type Db, openForWriting, openPlain } from "../database.js";
import { faultOf } from "../faults.js";
import { openReadable } from "../open-readable.js";
import { archiveShelf } from "../reader/archives.js";
import { asideName, setAside } from "../store-place.js";
import { isHeld } from "../writer/collector-lock.js";
import { holderTable } from "../writer/holder-table.js";
import { type Archived, moveToArchives } from "./archive.js";
import { archiveKey } from "./archive-file.js";
import { type DamagedBlock, damagedBlocks, faultsOfFile } from "./damage.js";
import { figuresOf, type StoreFigures } from "./figures.js";
import { type LostStretch, rebuildInto } from "./rebuild.js";
import { mendBlocks, takeOutDamaged } from "./repair.js";
import { type Pruned, retention } from "./retention.js";
import { spaceOf } from "./space.js";

export type { Archived, DamagedBlock, LostStretch, StoreFigures };

/** An existing store in the hands of somebody who looks after it; others may collect into it and read it meanwhile. */
export type KeptStore = {
  readonly path: string;
  readonly isArchive: boolean;
  figures(): StoreFigures;
  archives(): readonly StoredArchive[];
  /** Removes what is beyond the limits and gives the space back, a step a turn. */
  prune(limits: KeepLimits): Generator<Result<Pruned>>;
  /** Moves whole blocks of before the moment (microseconds) to an archive each month, or all to one file. */
  archive(before: number, file: string | undefined): Generator<Result<Archived>>;
  /** What SQLite finds wrong with the file. */
  faults(): readonly string[];
  /** Looks into each block, one a turn. */
  check(): Generator<DamagedBlock | undefined>;
  /** Makes anew what follows from the rest; returns the blocks that could not be mended so. */
  mend(damaged: readonly DamagedBlock[]): Result<readonly DamagedBlock[]>;
  /**
   * Copies what can be read into a new file, which takes the place of this one; closes it. For a file that SQLite finds
   * damaged, while nobody collects.
   */
  rebuild(): Result<Rebuilt>;
  /** Takes the blocks out, into a new file beside the store, whose name it returns. */
  takeOut(damaged: readonly DamagedBlock[]): Result<string>;
  /** Merges the log beside the file into it, so that its size is what the store takes. */
  settle(): void;
  /** Who collects at the moment. */
  collectors(): readonly Collector[];
  close(): void;
};

/** Opens a store that is there; it is not begun, set aside or written to by that. */
export function openKept(file: string, now: () => Micros, mayChangeArchive = false): Result<KeptStore> {
  const path = resolve(file);
  const readable = openReadable(path);
  if (!readable.ok) return readable;
  const isArchive = archiveKey(readable.value) !== undefined;
  if (isArchive && !mayChangeArchive) return ok(keptStore(readable.value, path, { isArchive, now }));
  readable.value.close();
  try {
    return ok(keptStore(isArchive ? openPlain(path) : openForWriting(path), path, { isArchive, now }));
  } catch (error) {
    return failed(faultOf(error, path));
  }
}

type Situation = { readonly isArchive: boolean; readonly now: () => Micros };

function keptStore(db: Db, path: string, { isArchive, now }: Situation): KeptStore {
  const isAlive = (lock: string) => isHeld(path, lock);
  return {
    path,
    isArchive,
    figures: () => figuresOf(db, path),
    archives() {
      const shelf = archiveShelf(db, path, openReadable);
      shelf.refresh();
      const found = shelf.list();
      shelf.close();
      return found;
    },
    *prune(limits) {
      const keeping = retention(db, isAlive);
      const space = spaceOf(db);
      for (;;) {
        const step = refusable(path, () => keeping.step(limits, now()));
        yield step;
        if (!step.ok) return;
        if (step.value.isDone) break;
      }
      if (holderTable(db, isAlive).all().length === 0)
        yield withoutDone(refusable(path, () => space.enableGivingBack()));
      for (let given: Result<boolean> = ok(false); given.ok && !given.value;) {
        given = refusable(path, () => space.giveBack(0));
        if (!given.ok) yield given;
      }
    },
    *archive(before, target) {
      yield* moveToArchives(db, { storePath: path, before, file: target, isAlive });
      const space = spaceOf(db);
      for (let given: Result<boolean> = ok(false); given.ok && !given.value;) {
        given = refusable(path, () => space.giveBack(0));
      }
    },
    faults: () => faultsOfFile(db),
    check: () => damagedBlocks(db),
    mend: (damaged) => refusable(path, () => mendBlocks(db, damaged)),
    rebuild: () => refusable(path, () => rebuild(db, path, now)),
    takeOut(damaged) {
      const file = asideName(path, "damaged", new Date(now() / 1_000));
      const done = takeOutDamaged(db, damaged, file);
      return done.ok ? ok(file) : done;
    },
    collectors: () => holderTable(db, isAlive).all(),
    settle: () => void refusable(path, () => db.pragma("wal_checkpoint(TRUNCATE)")),
    close: () => db.close(),
  };
}

function withoutDone(done: Result<void>): Result<Pruned> {
  return done.ok ? ok({ removed: [], isDone: true }) : done;
}

/** Where the damaged file is now, and what nothing was left of. */
type Rebuilt = { readonly aside: string; readonly lost: readonly LostStretch[] };

function rebuild(db: Db, path: string, now: () => Micros): Rebuilt {
  const shelf = archiveShelf(db, path, openReadable);
  shelf.refresh();
  const elsewhere = shelf.headers();
  shelf.close();
  const file = asideName(path, "rebuilt", new Date(now() / 1_000));
  try {
    const lost = rebuildInto(db, file, elsewhere);
    db.close();
    const aside = setAside(path, new Date(now() / 1_000));
    renameSync(file, path);
    return { aside, lost };
  } catch (error) {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
    throw error;
  }
}

function refusable<Value>(path: string, work: () => Value): Result<Value> {
  try {
    return ok(work());
  } catch (error) {
    return failed(faultOf(error, path));
  }
}
