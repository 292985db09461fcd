import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type Fault, failed, ok, type Result } from "../core/fault.js";
import { packageRoot } from "./package-root.js";
import { readTheme, type ThemeFile } from "./read.js";
import { type ResolvedTheme, resolveTheme } from "./resolve.js";

/** A theme with the files it came from, the theme's own first: watch them to follow changes. */
export type FoundTheme = ResolvedTheme & { readonly files: readonly string[] };

const NAME = /^[\w-]+$/;

/**
 * The theme of that name: the user's own, from `userFolder` (which need not exist), before one that ships. May be called
 * again when a file changed.
 */
export function findTheme(name: string, userFolder: string | undefined): Result<FoundTheme> {
  const files: string[] = [];
  const read = (wanted: string): Result<ThemeFile> => {
    const path = NAME.test(wanted)
      ? foldersOf(userFolder)
          .map((folder) => join(folder, `${wanted}.json`))
          .find((candidate) => existsSync(candidate))
      : undefined;
    if (path === undefined) return failed(unknownTheme(wanted, userFolder));
    files.push(path);
    try {
      return readTheme(readFileSync(path, "utf8"), path);
    } catch (cause) {
      return failed({
        code: "not-readable",
        message: `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        hint: "see who may read it, or choose another theme",
        cause,
      });
    }
  };
  const resolved = resolveTheme(name, read);
  return resolved.ok ? ok({ ...resolved.value, files }) : resolved;
}

/** Names of all themes there are, sorted, the user's among them. */
export function themeNames(userFolder: string | undefined): string[] {
  const names = foldersOf(userFolder).flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder).filter((file) => file.endsWith(".json") && !file.includes(".schema."))
      : [],
  );
  return [...new Set(names.map((file) => file.slice(0, -".json".length)))].toSorted();
}

function unknownTheme(name: string, userFolder: string | undefined): Fault {
  const ownFolder = userFolder === undefined ? "" : `; your own go into ${userFolder}`;
  return {
    code: "not-found",
    message: `no theme is called '${name}'`,
    hint: `there are ${themeNames(userFolder).join(", ")}${ownFolder}`,
  };
}

function foldersOf(userFolder: string | undefined): string[] {
  const shipped = join(packageRoot(), "themes");
  return userFolder === undefined ? [shipped] : [userFolder, shipped];
}
