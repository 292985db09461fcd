import { errnoOf } from "../../lib/errno.js";
import { randomUUID } from "node:crypto";
import { readdirSync, statSync, unlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Bug } from "../../core/fault.js";
import { type Db, isBusy, isGone, openLock } from "../database.js";
import { createPrivate } from "../store-place.js";

/**
 * Every collecting process holds an operating-system lock on a small file of its own beside the store, so that a dead
 * one (also after kill -9, also in another container) is noticed at once and a living one is never mistaken for dead.
 */
export type CollectorLock = { readonly name: string; release(): void };

export function takeLock(storePath: string): CollectorLock {
  const name = randomUUID();
  const path = lockPath(storePath, name);
  createPrivate(path);
  const db = openLock(path);
  if (!acquires(db)) throw new Bug(`the new lock file ${path} is locked by somebody else`);
  return {
    name,
    release() {
      if (!db.open) return;
      remove(path);
      db.close();
    },
  };
}

/** True while the process that took the lock is alive. Cleans up after a dead one. */
export function isHeld(storePath: string, name: string): boolean {
  // The name comes from the store's file, which may hold anything.
  if (!/^[0-9a-f-]{36}$/.test(name)) return false;
  const path = lockPath(storePath, name);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return false;
  try {
    return probe(path);
  } catch (error) {
    // Two may find a dead lock at the same time, and only one can remove it.
    if (isGone(error)) return false;
    throw error;
  }
}

function probe(path: string): boolean {
  const db = openLock(path);
  try {
    if (!acquires(db)) return true;
    remove(path);
    return false;
  } finally {
    db.close();
  }
}

/** A lock file younger than this may belong to a process that has not locked it yet. */
const YOUNG_MS = 60_000;

/** Removes the lock files that dead processes left behind. */
export function sweepLocks(storePath: string, nowMs: number): void {
  const prefix = `${basename(storePath)}.collector-`;
  for (const file of readdirSync(dirname(storePath))) {
    if (!file.startsWith(prefix)) continue;
    const info = statSync(join(dirname(storePath), file), { throwIfNoEntry: false });
    if (info !== undefined && nowMs - info.mtimeMs > YOUNG_MS) isHeld(storePath, file.slice(prefix.length));
  }
}

function lockPath(storePath: string, name: string): string {
  return join(dirname(storePath), `${basename(storePath)}.collector-${name}`);
}

/** Takes the lock on an open lock file; false when another has it. */
function acquires(db: Db): boolean {
  try {
    db.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
  }
}
