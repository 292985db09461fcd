import { readFileSync, statSync } from "node:fs";
import { neededDerivations } from "../nix/derivation.js";

/** Only what lies directly in the store is opened, whatever a log names. */
const IN_STORE = /^\/nix\/store\/[0-9a-z]{32}-[0-9A-Za-z+._?=-]{1,211}\.drv$/;
const MAX_BYTES = 4 * 1024 * 1024;

/** The derivations that one needs, from its file in this machine's store; none where there is no such file. */
export function derivationNeeds(drv: string): readonly string[] {
  if (!IN_STORE.test(drv)) return [];
  try {
    return statSync(drv).size > MAX_BYTES ? [] : neededDerivations(readFileSync(drv, "utf8"));
  } catch {
    // Built elsewhere, deleted, or not readable for us: then the log alone has to tell.
    return [];
  }
}
