import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** A file system of a few megabytes. */
export type SmallDisk = {
  readonly path: string;
  /** Takes all that is free, as another program would. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
  remove(): void;
};

/** Why no small disk can be had here; undefined when it can. Says so of the tests that will be left out. */
export function missingForSmallDisk(tests: string): string | undefined {
  if (process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0) return undefined;
  console.warn(`NOT TESTED: ${tests}, for want of the right to mount a small tmpfs`);
  return "the right to mount";
}

export function smallDisk(folder: string, megabytes: number): SmallDisk {
  const path = join(folder, "disk");
  mkdirSync(path, { mode: 0o700 });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0700`, "tmpfs", path]);
  const ballast = join(path, "ballast");
  return {
    path,
    fill: () => spawnSync("sh", ["-c", `cat /dev/zero > ${ballast} 2>/dev/null`]),
    free: () => rmSync(ballast, { force: true }),
    remove: () => execFileSync("umount", ["-l", path]),
  };
}
