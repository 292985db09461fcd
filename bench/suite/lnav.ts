import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { RARE_WORD } from "../corpora/syslog.js";
import type { Kit } from "./bench-kit.js";

/** What makes lnav read all of a file and answer one question about it. */
export function lnavLoad(path: string): readonly string[] {
  return ["lnav", "-n", "-c", `:filter-in ${RARE_WORD}`, path];
}

/** A home of its own, so that what it kept of earlier runs does not help it; without one it writes to where it runs. */
export function lnavHome(kit: Kit): Readonly<Record<string, string>> {
  const home = kit.place("lnav-home");
  mkdirSync(join(home, "config"), { recursive: true });
  return { HOME: home, XDG_CONFIG_HOME: join(home, "config"), TERM: "xterm-256color" };
}
