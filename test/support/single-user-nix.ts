import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import process from "node:process";

/** Scripts and expressions that real builds are made of. */
export const NIX_FOLDER = fileURLToPath(new URL("./nix/", import.meta.url));

/** What keeps this machine from building without a daemon; said once where tests are skipped. */
export function missingForNix(): string | undefined {
  const hasNix = spawnSync("nix-build", ["--version"]).status === 0;
  const missing = !hasNix
    ? "nix is not installed"
    : process.getuid?.() === 0
      ? undefined
      : "only root builds by itself";
  if (missing !== undefined) console.warn(`NOT TESTED: real builds, for ${missing}`);
  return missing;
}

/** The environment of a nix that builds by itself, asks nobody, and keeps its settings in the folder. */
export function nixEnvironment(folder: string): Readonly<Record<string, string>> {
  const settings = ["sandbox = false", "substituters =", "build-users-group =", "max-jobs = 2", "cores = 1"];
  const path = join(folder, "nix");
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "nix.conf"), `${settings.join("\n")}\n`);
  return { NIX_CONF_DIR: path, NIX_REMOTE: "", SALT: `${process.pid}-${performance.now()}` };
}
