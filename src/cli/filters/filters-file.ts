import {
  accessSync,
  constants,
  fsyncSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import { errnoOf } from "../../lib/errno.js";
import { watchFile } from "../../ui/runtime/watch-file.js";
import { readSavedFilters, savedFiltersText } from "../../core/query/saved/saved-file.js";
import { type SavedFilter, type SavedPlace, withChange } from "../../core/query/saved/saved-filter.js";

const NAME = "filters.json";
const MOST_BYTES = 4 * 1024 * 1024;

/** The user's own filters, in one file of the configuration folder; none are kept where it is not there. */
export function filtersFile(configFolder: string): SavedPlace {
  const path = join(configFolder, NAME);
  return {
    read: () => filtersOf(readFile(path)),
    change: (change) => {
      const held = readFile(path);
      if (!held.ok) return held;
      const filters = withChange(held.value.filters, change);
      const written = replaceFile(path, savedFiltersText(filters, held.value.schema));
      return written.ok ? ok(filters) : written;
    },
    exportTo: (given, filters) => {
      const target = wholePath(given);
      const written = createFile(target, savedFiltersText(filters));
      return written.ok ? ok(target) : written;
    },
    importFrom: (given) => {
      const source = wholePath(given);
      const held = readFile(source);
      if (held.ok && held.value.isMissing) return failed(notThere(source));
      return filtersOf(held);
    },
    watch: (onChange) => watchFile(path, onChange).close,
  };
}

type Held = {
  readonly filters: readonly SavedFilter[];
  readonly schema: string | undefined;
  readonly isMissing: boolean;
};

function filtersOf(held: Result<Held>): Result<readonly SavedFilter[]> {
  return held.ok ? ok(held.value.filters) : held;
}

function wholePath(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

function readFile(path: string): Result<Held> {
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) return failed(invalid(`${path} is too large for a file of filters`));
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (isMissing(cause)) return ok({ filters: [], schema: undefined, isMissing: true });
    return failed({
      code: "not-readable",
      message: `${path} cannot be read: ${reasonOf(cause)}`,
      hint: "only the filters that ship with the program can be called by name until it can",
      cause,
    });
  }
  const read = readSavedFilters(text);
  if (!read.ok) return failed(invalid(`${path} ${read.trouble}`));
  return ok({ filters: read.filters, schema: read.schema, isMissing: false });
}

/** Another file takes its place in one step; where the path is a link, that of what it leads to. */
function replaceFile(path: string, text: string): Result<undefined> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const target = realPath(path);
    const refused = readOnlyReason(target);
    if (refused !== undefined) return failed(readOnly(path, refused));
    const aside = `${target}.${process.pid}.new`;
    writeWhole(aside, text, { flag: "w", mode: modeOf(target) });
    try {
      renameSync(aside, target);
    } catch (cause) {
      unlinkSync(aside);
      throw cause;
    }
    return ok(undefined);
  } catch (cause) {
    return failed(notWritten(path, cause));
  }
}

function createFile(path: string, text: string): Result<undefined> {
  try {
    writeWhole(path, text, { flag: "wx", mode: 0o644 });
    return ok(undefined);
  } catch (cause) {
    if (errnoOf(cause) !== "EEXIST") return failed(notWritten(path, cause));
    return failed({ code: "usage", message: `${path} is there already`, hint: "give a path that is free" });
  }
}

function writeWhole(
  path: string,
  text: string,
  { flag, mode }: { readonly flag: string; readonly mode: number },
): void {
  const file = openSync(path, flag, mode);
  try {
    writeSync(file, text);
    // A machine that loses its power would else find a file without contents.
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A link that leads nowhere is written through, too. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode & 0o777;
  } catch {
    return 0o600;
  }
}

/** Why a file must not be replaced although its folder might allow it: somebody else looks after it. */
function readOnlyReason(target: string): string | undefined {
  if (target.startsWith("/nix/store/")) return "it lies in the nix store";
  try {
    if ((statSync(target).mode & 0o222) === 0) return "it is read-only";
    accessSync(target, constants.W_OK);
    return undefined;
  } catch (cause) {
    return isMissing(cause) ? undefined : reasonOf(cause);
  }
}

function invalid(message: string): Fault {
  return { code: "config-invalid", message, hint: "mend it there; nothing is written to it until then" };
}

function readOnly(path: string, why: string): Fault {
  return {
    code: "no-permission",
    message: `${path} cannot be changed: ${why}`,
    hint: "add the filter where the file is made (home-manager, say); :export-filters writes it for you",
  };
}

function notWritten(path: string, cause: unknown): Fault {
  const isForbidden = ["EACCES", "EPERM", "EROFS"].includes(errnoOf(cause) ?? "");
  return {
    code: isForbidden ? "no-permission" : "not-readable",
    message: `${path} cannot be written: ${reasonOf(cause)}`,
    hint: isForbidden ? "make the folder yours, or give another path" : "give another path",
    cause,
  };
}

function notThere(path: string): Fault {
  return { code: "not-found", message: `there is no file ${path}`, hint: "give the path of a file that was exported" };
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "you may not",
  EPERM: "you may not",
  EROFS: "it lies where nothing can be written",
  ENOSPC: "the disk is full",
  EDQUOT: "your quota is used up",
  EISDIR: "it is a folder",
  ENOENT: "its folder is not there",
  ENOTDIR: "a part of its path is a file",
};

function reasonOf(cause: unknown): string {
  return REASONS[errnoOf(cause) ?? ""] ?? (cause instanceof Error ? cause.message : String(cause));
}

function isMissing(cause: unknown): boolean {
  return errnoOf(cause) === "ENOENT" || errnoOf(cause) === "ENOTDIR";
}
