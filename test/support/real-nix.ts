import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { missingFor } from "./real-systemd.js";

const SCRIPT = fileURLToPath(new URL("real/nix.sh", import.meta.url));
const run = promisify(execFile);

/** Derivations without nixpkgs, each attribute a scenario: `chain`, `fail`, `top` … */
const DEMO = fileURLToPath(new URL("real/nix/demo.nix", import.meta.url));

/** A nix of our own, whose store stands at /nix for the commands it runs; `test/support/real/nix.sh` says how. */
export type RealNix = {
  /** The command line that runs a command with this nix, for programs that start it themselves. */
  commandLine(...command: readonly string[]): readonly string[];
  /** The command line of `nix-build` for an attribute of `demo.nix`; every call builds anew. */
  build(attribute: string, ...flags: readonly string[]): readonly string[];
  /** From now on builds go through a nix-daemon, as on NixOS. */
  startDaemon(): Promise<void>;
  readonly stop: () => Promise<void>;
};

/** What keeps a real nix from running here; undefined when it can. `purpose` is what is then not tested. */
export function missingForNix(purpose: string): string | undefined {
  return missingFor(SCRIPT, `${purpose} with a real nix`);
}

export function openRealNix(): RealNix {
  const folder = mkdtempSync(join(tmpdir(), "logstream-nix-"));
  const commandLine = (...command: readonly string[]) => ["bash", SCRIPT, "run", folder, ...command];
  let builds = 0;
  return {
    commandLine,
    build(attribute, ...flags) {
      builds += 1;
      const salt = `${folder}-${builds}`;
      return commandLine("nix-build", DEMO, "-A", attribute, "--argstr", "salt", salt, "--no-out-link", ...flags);
    },
    async startDaemon() {
      await run("bash", [SCRIPT, "start", folder]);
    },
    async stop() {
      await run("bash", [SCRIPT, "stop", folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
