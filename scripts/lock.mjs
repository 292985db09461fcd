// Writes package-lock.json anew, with the project's own Node (npm run lock). Native packages come in one part a platform;
// parts that the registry does not have are taken out of the lists of optional parts, or `npm ci` would call the lock stale.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
// An empty folder: beside an installed tree npm would lock only the parts of this machine.
const folder = mkdtempSync(join(tmpdir(), "logstream-lock-"));
copyFileSync(join(root, "package.json"), join(folder, "package.json"));
execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts"], { cwd: folder, stdio: "inherit" });

const lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
const missing = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isThere(path, name, wanted)) continue;
    missing.push(name);
    delete entry.optionalDependencies[name];
  }
  delete entry.resolved;
}
writeFileSync(join(root, "package-lock.json"), `${JSON.stringify(lock, undefined, 2)}\n`);
rmSync(folder, { recursive: true });
process.stdout.write(
  `${Object.keys(lock.packages).length} packages locked, ${missing.length} optional parts are not to be had\n`,
);

/** As Node looks packages up: beside the one that asks, then further out. Native parts are asked for by exact version. */
function isThere(path, name, wanted) {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf("node_modules/")).replace(/\/$/, "")) {
    const candidate = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    const found = lock.packages[candidate];
    if (found !== undefined) return !/^\d/.test(wanted) || found.version === wanted;
    if (at === "") return false;
  }
}
