import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Environment } from "../terminal/abilities.js";

/** Tried in this order where `VISUAL` and `EDITOR` say nothing. */
const EDITORS = ["editor", "nano", "nvim", "vim", "vi", "emacs", "hx", "micro"];

/** The editor as people set it, perhaps with options. */
export function namedEditor(environment: Environment): string | undefined {
  return [environment["VISUAL"], environment["EDITOR"]].find((words) => words !== undefined && words.trim() !== "");
}

/** The name of one that is on the path. */
export async function installedEditor(environment: Environment): Promise<string | undefined> {
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  for (const name of EDITORS) {
    for (const folder of folders) if (await isProgram(join(folder, name))) return name;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
