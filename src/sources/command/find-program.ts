import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The file that runs for a command name, as a shell would find it; undefined when there is none. */
export function findProgram(name: string, searchPath: string | undefined): string | undefined {
  if (name.includes("/")) return isExecutable(name) ? name : undefined;
  for (const folder of (searchPath ?? "").split(delimiter)) {
    const path = join(folder === "" ? "." : folder, name);
    if (isExecutable(path)) return path;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Whatever keeps us from looking at it keeps us from running it.
    return false;
  }
}
