import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** The file that runs for a command name, as a shell would find it; undefined when there is none. */
export async function findProgram(name: string, searchPath: string | undefined): Promise<string | undefined> {
  if (name.includes("/")) return (await isExecutable(name)) ? name : undefined;
  for (const folder of (searchPath ?? "").split(delimiter)) {
    const path = join(folder === "" ? "." : folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    // Whatever keeps us from looking at it keeps us from running it.
    return false;
  }
}
