import { type FSWatcher, readlinkSync, realpathSync, watch as watchFolder } from "node:fs";
import { basename, dirname } from "node:path";
import type { Generation } from "../core/session.js";

/** The link to the system that this machine boots, changed by whoever makes a new generation of it. */
export type SystemProfile = {
  /** Undefined where there is none: no NixOS. */
  current(): Generation | undefined;
  /** Tells what it is now, and then each change. Gives the way to stop. */
  watch(changed: (generation: Generation, isFirst: boolean) => void): () => void;
};

/** Where NixOS keeps it. */
const PROFILE = "/nix/var/nix/profiles/system";
/** The folder is watched; where that is not possible it is looked at from time to time. */
const LOOK_MS = 30_000;
/** Nix makes a link and renames it: what stirs is looked at when it has settled. */
const SETTLE_MS = 50;

/** The environment may name another link (a chroot, a test). */
export function systemProfile(environment: Readonly<Record<string, string | undefined>>): SystemProfile {
  const link = environment["LOGSTREAM_SYSTEM_PROFILE"] ?? PROFILE;
  return { current: () => generationAt(link), watch: (changed) => watch(link, changed) };
}

/** Follows the link; its number is in the name of the link that it leads to (`system-42-link`). */
export function generationAt(link: string): Generation | undefined {
  try {
    const path = realpathSync(link);
    const number = /-(\d{1,9})-link$/.exec(readlinkSync(link))?.[1];
    return { number: number === undefined ? undefined : Number(number), path };
  } catch {
    // No link, or one that leads nowhere.
    return undefined;
  }
}

function watch(link: string, changed: (generation: Generation, isFirst: boolean) => void): () => void {
  let known: Generation | undefined;
  let settling: NodeJS.Timeout | undefined;
  const look = () => {
    const now = generationAt(link);
    if (now === undefined || (now.path === known?.path && now.number === known.number)) return;
    const isFirst = known === undefined;
    known = now;
    changed(now, isFirst);
  };
  look();
  const watcher = folderWatcher(link, () => {
    clearTimeout(settling);
    settling = setTimeout(look, SETTLE_MS);
  });
  const looking = setInterval(look, LOOK_MS);
  looking.unref();
  return () => {
    watcher?.close();
    clearInterval(looking);
    clearTimeout(settling);
  };
}

/** The folder and not the link: a new generation is a new link that takes the old one's name. */
function folderWatcher(link: string, stirred: () => void): FSWatcher | undefined {
  const name = basename(link);
  try {
    const watcher = watchFolder(dirname(link), { persistent: false }, (_event, changed) => {
      if (changed === null || changed.startsWith(name)) stirred();
    });
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    // No such folder, or no inotify instance left.
    return undefined;
  }
}
