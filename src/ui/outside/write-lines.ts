import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve } from "node:path";
import type { LogEntry } from "../../core/entry.js";
import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import { errnoOf } from "../../lib/errno.js";

/** What becomes of a file that is there already. */
export type IfThere = "ask" | "append" | "replace";

const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_TRUNC, O_NONBLOCK } = constants;
/** Not blocking: a FIFO without a reader is refused at once. */
const FLAGS: Readonly<Record<IfThere, number>> = {
  ask: O_WRONLY | O_CREAT | O_EXCL,
  append: O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK,
  replace: O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK,
};

/** How many lines were written; `is-there` when nothing was, since somebody has to be asked first. */
export type Written =
  | { readonly kind: "written"; readonly lines: number; readonly path: string }
  | { readonly kind: "is-there" };

/** Writes entries to a file, one text each. What had been written when something failed is left there, and said. */
export async function writeLines(
  entries: AsyncIterable<readonly LogEntry[]>,
  lineOf: (entry: LogEntry) => string,
  target: { readonly path: string; readonly ifThere: IfThere },
): Promise<Result<Written>> {
  const path = resolve(target.path.replace(/^~(?=\/|$)/, homedir()));
  let lines = 0;
  let file: FileHandle | undefined;
  try {
    file = await open(path, FLAGS[target.ifThere]);
    if (!(await file.stat()).isFile()) return failed(notAFile(path));
    for await (const batch of entries) {
      await file.appendFile(batch.map((entry) => `${lineOf(entry)}\n`).join(""));
      lines += batch.length;
    }
    return ok({ kind: "written", lines, path });
  } catch (cause) {
    if (errnoOf(cause) === "EEXIST") return ok({ kind: "is-there" });
    if (errnoOf(cause) === undefined) throw cause;
    return failed(faultOf(cause, path, lines));
  } finally {
    await file?.close();
  }
}

function notAFile(path: string): Fault {
  return { code: "usage", message: `${path} is no file`, hint: "give the path of a file; | pipes to a program" };
}

const REASONS: Readonly<
  Record<string, { readonly code: Fault["code"]; readonly words: string; readonly hint: string }>
> = {
  ENOENT: { code: "not-found", words: "its folder is not there", hint: "make the folder, or give another path" },
  ENOTDIR: { code: "not-found", words: "a part of its path is a file", hint: "give another path" },
  EISDIR: { code: "usage", words: "it is a folder", hint: "give the path of a file in it" },
  ENXIO: { code: "usage", words: "it is a FIFO that nobody reads", hint: "give the path of a file" },
  EACCES: { code: "no-permission", words: "you may not write there", hint: "give a path in a folder of yours" },
  EPERM: { code: "no-permission", words: "you may not write there", hint: "give a path in a folder of yours" },
  EROFS: { code: "no-permission", words: "nothing can be written there", hint: "give a path on another file system" },
  ENOSPC: { code: "disk-full", words: "the disk is full", hint: "make room, or give a path on another disk" },
  EDQUOT: { code: "disk-full", words: "your quota is used up", hint: "make room, or give a path on another disk" },
};

function faultOf(cause: unknown, path: string, lines: number): Fault {
  const reason = REASONS[errnoOf(cause) ?? ""];
  const words = reason?.words ?? (cause instanceof Error ? cause.message : String(cause));
  const sofar = lines === 0 ? "" : ` after ${lines} lines`;
  return {
    code: reason?.code ?? "not-readable",
    message: `${path} cannot be written${sofar}: ${words}`,
    hint: reason?.hint ?? "give another path",
    cause,
  };
}
