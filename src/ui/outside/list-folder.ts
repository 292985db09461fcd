import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve } from "node:path";
import type { FolderNames } from "../../app/completion/paths.js";

/** More names than anybody walks through. */
const MOST_NAMES = 2_000;

/** What a folder holds, as it is typed at a prompt; of what cannot be read, and names that cannot be typed, nothing. */
export async function listFolder(folder: string): Promise<FolderNames> {
  try {
    const path = resolve(folder.replace(/^~(?=\/)/, homedir()));
    const entries = await readdir(path, { withFileTypes: true });
    const names = entries
      .filter(({ name }) => !/[\p{Cc}\p{Cf}]/u.test(name))
      .slice(0, MOST_NAMES)
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
    return { folder, names: names.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
  } catch {
    return { folder, names: [] };
  }
}
