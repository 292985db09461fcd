import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Fault } from "../../core/fault.js";
import { errnoOf } from "../../lib/errno.js";

const NOT_THERE = new Set(["ENOENT", "ENOTDIR", "EISDIR", "ENOTREG", "EACCES", "EPERM", "ELOOP", "ESTALE", "ENXIO"]);

/**
 * For files that may help but need not be there: undefined when one is gone, of another kind or not for us. Rethrows what
 * may pass (too many open files, a failing disk): taken for absence, it would lose lines.
 */
export function undefinedWhereAbsent(error: unknown): undefined {
  if (!NOT_THERE.has(errnoOf(error) ?? "")) throw error;
}

/** What keeps a file from being read, and what the user can do about it. */
export async function fileFault(path: string, error: unknown): Promise<Fault> {
  const code = errnoOf(error);
  const fault = (kind: Fault["code"], message: string, hint: string): Fault => ({
    code: kind,
    message,
    hint,
    cause: error,
  });
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return fault("not-found", `there is no file ${path}`, "check the spelling, or start what writes it");
    case "EACCES":
    case "EPERM":
      return fault("no-permission", `${path} may not be read`, await permissionHint(path));
    case "EISDIR":
      return fault("not-readable", `${path} is a folder`, `did you mean ${path.replace(/\/$/, "")}/*.log ?`);
    case "ELOOP":
      return fault("not-readable", `${path} is a link that leads to itself`, `see: ls -l ${path}`);
    case "EMFILE":
    case "ENFILE":
      return fault("not-readable", `too many files are open to read ${path}`, "raise the limit with ulimit -n");
    case "ENOTREG":
      return fault("not-readable", `${path} is not a file that can be followed`, `see: ls -l ${path}`);
    default: {
      const why = error instanceof Error ? error.message : String(error);
      return fault("not-readable", `${path} cannot be read: ${why}`, "see whether cat can read it");
    }
  }
}

/** Names the group that may read the file, where there is one. */
async function permissionHint(path: string): Promise<string> {
  // The folder, when even looking at the file is not allowed.
  const found = await stat(path).catch(() => stat(dirname(path)).catch(() => undefined));
  const group = found !== undefined && (found.mode & 0o040) !== 0 ? await groupName(found.gid) : undefined;
  if (group === undefined || group === "root") return "run logstream with sudo, or make it readable";
  return `group ${group} may: sudo usermod -aG ${group} "$USER" and log in again, or use sudo`;
}

async function groupName(gid: number): Promise<string | undefined> {
  const text = await readFile("/etc/group", "utf8").catch(() => "");
  const line = text.split("\n").find((each) => each.split(":")[2] === String(gid));
  return line?.split(":")[0];
}
