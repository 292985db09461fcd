import { fstatSync } from "node:fs";
import type { Invocation } from "./command.js";
import type { Shell } from "./shell.js";

/** The sources named; without any, standard input if something is piped into it. */
export function pipedSpecs({
  args,
  shell,
}: Pick<Invocation, "args"> & { readonly shell: Pick<Shell, "stdin"> }): readonly string[] {
  if (args.length > 0 || shell.stdin.isTTY) return args;
  return isPiped() ? ["-"] : args;
}

/** A pipe, a socket or a file; not the terminal and not /dev/null, which services have. */
function isPiped(): boolean {
  try {
    const info = fstatSync(0);
    return info.isFIFO() || info.isSocket() || info.isFile();
  } catch {
    return false;
  }
}
