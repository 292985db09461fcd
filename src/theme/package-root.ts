import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { Bug } from "../core/fault.js";

/** The folder of the installed package. Sources and the bundle lie at different depths below the package, so the way up is walked. */
export function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && /"name":\s*"logstream"/.test(readFileSync(manifest, "utf8"))) return folder;
    if (folder === dirname(folder)) throw new Bug(`no package.json of logstream above ${start}`);
  }
}
