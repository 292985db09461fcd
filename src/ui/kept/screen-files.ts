import { createHash } from "node:crypto";
import { readdirSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { type KeptFile, keptFile } from "./kept-file.js";

/** Sets of sources whose screens are remembered; the ones that were left longest ago go. */
const MOST_SCREENS = 200;

/** Where the screen of these sources is kept, and the looks that are the same for all. */
export type ScreenFiles = {
  /** Undefined where nothing is to be kept. */
  readonly screen: KeptFile | undefined;
  /** What the screen's file says of itself, for whoever opens it. */
  readonly sources: readonly string[];
  readonly looks: KeptFile;
};

/** `sources` as they are named, whatever their order; undefined for a log that nobody can come back to. */
export function screenFiles(stateFolder: string, sources: readonly string[] | undefined): ScreenFiles {
  const looks = keptFile(join(stateFolder, "looks.json"));
  if (sources === undefined) return { screen: undefined, sources: [], looks };
  const folder = join(stateFolder, "screens");
  forgetOldest(folder);
  const named = sources.toSorted();
  const name = createHash("sha256").update(JSON.stringify(named)).digest("hex").slice(0, 16);
  return { screen: keptFile(join(folder, `${name}.json`)), sources: named, looks };
}

/** Also takes away what a killed program left half written. A folder that is not there has nothing to forget. */
function forgetOldest(folder: string): void {
  try {
    const paths = readdirSync(folder).map((name) => join(folder, name));
    if (paths.length <= MOST_SCREENS) return;
    const byAge = paths
      .map((path) => ({ path, at: statSync(path).mtimeMs }))
      .toSorted((one, other) => other.at - one.at);
    for (const { path } of byAge.slice(MOST_SCREENS)) unlinkSync(path);
  } catch {
    // Somebody else has tidied up, or will.
  }
}
