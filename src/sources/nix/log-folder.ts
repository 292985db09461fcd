import { type FSWatcher, watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isLogFile, isLogFolder, isWhole } from "./log-file.js";
import type { BuildLog } from "./log-records.js";

/** The build logs below a folder, looked at anew where something stirred. */
export type LogFolder = {
  /**
   * Logs that are finished and that no earlier look has given, in any order; and after how long it is worth looking
   * again although nothing stirs, undefined when it is not. Throws when the folder itself cannot be read.
   */
  look(): Promise<{ readonly finished: readonly BuildLog[]; readonly againInMs: number | undefined }>;
  close(): void;
};

/**
 * Two logs that end at the same time are seen in any order. After this long all that are older have been seen, and what
 * a stream of the same build told is known.
 */
const SETTLE_MS = 250;
/** A log that is not compressed does not say where it ends: after this long without a byte it has. */
const QUIET_MS = 2_000;
/** Where nothing can be watched (no inotify left, a network file system), it is looked from time to time. */
const BLIND_LOOK_MS = 30_000;

type Folder = {
  readonly root: string;
  readonly stirred: () => void;
  readonly watchers: Map<string, FSWatcher>;
  /** Files to look at. */
  readonly waiting: Set<string>;
  /** Folders of two letters to list. */
  readonly unlisted: Set<string>;
  isRootUnlisted: boolean;
  isBlind: boolean;
};

/** With `stirred` it is watched until it is closed, and called when a look may find something. */
export function openLogFolder(root: string, stirred: (() => void) | undefined): LogFolder {
  const folder: Folder = {
    root,
    stirred: stirred ?? (() => undefined),
    watchers: new Map(),
    waiting: new Set(),
    unlisted: new Set(),
    isRootUnlisted: true,
    isBlind: false,
  };
  return {
    look: () => look(folder, stirred !== undefined),
    close: () => {
      for (const watcher of folder.watchers.values()) watcher.close();
      folder.watchers.clear();
    },
  };
}

async function look(folder: Folder, isWatching: boolean): ReturnType<LogFolder["look"]> {
  if (folder.isRootUnlisted || folder.isBlind) await listRoot(folder, isWatching);
  for (const name of folder.unlisted) await listShard(folder, name);
  folder.unlisted.clear();
  const finished: BuildLog[] = [];
  let againInMs = folder.isBlind ? BLIND_LOOK_MS : undefined;
  for (const path of folder.waiting) {
    const state = await stateOf(path, isWatching);
    if (state.kind === "finished") finished.push({ path, mtimeNs: state.mtimeNs });
    if (state.kind === "finished" || state.kind === "gone") folder.waiting.delete(path);
    if (state.kind === "fresh") againInMs = Math.min(againInMs ?? Number.POSITIVE_INFINITY, state.inMs);
  }
  return { finished, againInMs };
}

async function listRoot(folder: Folder, isWatching: boolean): Promise<void> {
  folder.isRootUnlisted = false;
  // Watched before it is listed: what comes in between is seen twice rather than never.
  if (isWatching) watchFolder(folder, "", () => (folder.isRootUnlisted = true));
  for (const name of await readdir(folder.root)) {
    if (!isLogFolder(name)) continue;
    if (folder.watchers.has(name) && !folder.isBlind) continue;
    if (isWatching) watchFolder(folder, name, (file) => touched(folder, name, file));
    folder.unlisted.add(name);
  }
}

function touched(folder: Folder, shard: string, file: string | null): void {
  if (file === null) folder.unlisted.add(shard);
  else if (isLogFile(file)) folder.waiting.add(join(folder.root, shard, file));
}

async function listShard(folder: Folder, name: string): Promise<void> {
  const files = await readdir(join(folder.root, name)).catch(() => []);
  for (const file of files) if (isLogFile(file)) folder.waiting.add(join(folder.root, name, file));
}

function watchFolder(folder: Folder, name: string, changed: (file: string | null) => void): void {
  if (folder.watchers.has(name)) return;
  try {
    const watcher = watch(join(folder.root, name), (_event, file) => {
      changed(file);
      folder.stirred();
    });
    watcher.on("error", () => {
      watcher.close();
      folder.watchers.delete(name);
      folder.isBlind = true;
    });
    folder.watchers.set(name, watcher);
  } catch {
    // Gone again, or no inotify watch left.
    folder.isBlind = true;
  }
}

type LogState =
  | { readonly kind: "finished"; readonly mtimeNs: bigint }
  | { readonly kind: "fresh"; readonly inMs: number }
  | { readonly kind: "unfinished" }
  | { readonly kind: "gone" };

async function stateOf(path: string, isWatching: boolean): Promise<LogState> {
  try {
    const { mtimeNs, size } = await stat(path, { bigint: true });
    if (!(await isWhole(path, Number(size)))) return { kind: "unfinished" };
    const restMs = path.endsWith(".bz2") ? SETTLE_MS : QUIET_MS;
    const inMs = Number(mtimeNs / 1_000_000n) + restMs - Date.now();
    // A clock that was set back must not keep a log from being read for hours.
    return isWatching && inMs > 0 && inMs <= restMs ? { kind: "fresh", inMs } : { kind: "finished", mtimeNs };
  } catch {
    // Deleted meanwhile, or not ours to read: `nix:log=` says so of a single one.
    return { kind: "gone" };
  }
}
