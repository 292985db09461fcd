import { execFile, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const SCRIPT = fileURLToPath(new URL("real/systemd.sh", import.meta.url));
const REBUILD = fileURLToPath(new URL("real/nixos-rebuild.sh", import.meta.url));
const run = promisify(execFile);
/** More than a journal of some minutes in JSON. */
const MOST_OUTPUT_BYTES = 256 * 1024 * 1024;

/** A systemd of our own as PID 1 of a container; `test/support/real/systemd.sh` says how. */
export type RealSystemd = {
  /** Its journal as seen from outside: what follows `journal:dir=`. */
  readonly journalDirectory: string;
  /** The command line that runs a command inside, for programs that start it themselves. */
  commandLine(...command: readonly string[]): readonly string[];
  /** Runs a command inside and gives its standard output; rejects when it fails. */
  exec(...command: readonly string[]): Promise<string>;
  /** Lets each of the units in `real/units` fail in its own way and waits until they have; about ten seconds. */
  failUnits(): Promise<void>;
  /** Boots it anew: a second boot in the same journal. */
  reboot(): Promise<void>;
  /** Ends it in order; its journal stays and does not change any more. */
  shutdown(): Promise<void>;
  /** Puts a stand-in for `nixos-rebuild` that switches this system into a new folder, and gives the folder. */
  rebuildFolder(): string;
  readonly stop: () => Promise<void>;
};

/** What keeps a real systemd from running here; undefined when it can. `purpose` is what is then not tested. */
export function missingForSystemd(purpose: string): string | undefined {
  return missingFor(SCRIPT, `${purpose} against a real systemd`);
}

/** Asks a start script what it lacks, and says it where somebody reads the test run. */
export function missingFor(script: string, purpose: string): string | undefined {
  const missing = spawnSync("bash", [script, "missing"], { encoding: "utf8" }).stdout.trim();
  if (missing === "") return undefined;
  console.warn(`NOT TESTED: ${purpose}, for want of ${missing}`);
  return missing;
}

export async function startRealSystemd(): Promise<RealSystemd> {
  const folder = mkdtempSync(join(tmpdir(), "logstream-systemd-"));
  const script = async (verb: string, ...rest: readonly string[]): Promise<string> => {
    const { stdout } = await run("bash", [SCRIPT, verb, folder, ...rest], { maxBuffer: MOST_OUTPUT_BYTES });
    return stdout;
  };
  const started = await script("start");
  return {
    journalDirectory: started.trim().replace(/\/$/, ""),
    commandLine: (...command) => ["bash", SCRIPT, "exec", folder, ...command],
    exec: (...command) => script("exec", ...command),
    async failUnits() {
      await script("fail");
    },
    async reboot() {
      await script("shutdown");
      await script("start");
    },
    async shutdown() {
      await script("shutdown");
    },
    rebuildFolder() {
      const path = mkdtempSync(join(folder, "bin-"));
      const program = join(path, "nixos-rebuild");
      writeFileSync(program, `#!/bin/bash\nexec '${REBUILD}' '${folder}' "$@"\n`);
      chmodSync(program, 0o755);
      return path;
    },
    async stop() {
      await script("stop");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
