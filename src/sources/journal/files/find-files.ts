import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { JournalArguments } from "../arguments.js";
import { isForbidden } from "./unreadable.js";

/** Where journald keeps its files: until the next start, and for good. */
const ROOTS = ["/run/log/journal", "/var/log/journal", "/var/log/journal/remote"];
const FOLDER = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

export type FoundFiles = {
  readonly paths: readonly string[];
  /** Some folder may not be looked into. */
  readonly isPartial: boolean;
};

/**
 * The journal files that journalctl would read for the arguments: those of the folders, and of the folders in them that are
 * named for a machine (and a namespace). A folder that is not there has none.
 */
export function findFiles(
  { directory, namespace, isUser }: JournalArguments,
  roots: readonly string[] = directory === undefined ? ROOTS : [directory],
): FoundFiles {
  const paths = new Set<string>();
  let isPartial = false;
  const entriesOf = (folder: string) => {
    const entries = readFolder(folder);
    if (entries === "forbidden") isPartial = true;
    return entries === "forbidden" ? [] : entries;
  };
  const addFiles = (folder: string) => {
    for (const { name, isFolder } of entriesOf(folder)) if (!isFolder && isJournal(name)) paths.add(join(folder, name));
  };
  for (const root of roots) {
    addFiles(root);
    for (const { name } of entriesOf(root)) if (isOfNamespace(name, namespace)) addFiles(join(root, name));
  }
  return { paths: [...paths].filter((path) => !isUser || isOwn(path)), isPartial };
}

type FolderEntry = { readonly name: string; readonly isFolder: boolean };

function readFolder(folder: string): readonly FolderEntry[] | "forbidden" {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    }));
  } catch (caught) {
    // What is not there, or no folder, has no files; journalctl, which comes next, says so.
    return isForbidden(caught) ? "forbidden" : [];
  }
}

function isJournal(name: string): boolean {
  return name.endsWith(".journal") || name.endsWith(".journal~");
}

function isOfNamespace(name: string, namespace: string | undefined): boolean {
  const dot = name.indexOf(".");
  const machine = dot === -1 ? name : name.slice(0, dot);
  return FOLDER.test(machine) && (dot === -1 ? undefined : name.slice(dot + 1)) === namespace;
}

/** As `--user`: the files of the user who runs this. */
function isOwn(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const own = `user-${process.getuid?.() ?? 0}`;
  return name.startsWith(own) && /^[.@]/.test(name.slice(own.length));
}
