import { glob, open, stat } from "node:fs/promises";
import { encodingOf } from "../framing.js";
import { formatOf } from "./archive.js";
import { undefinedWhereAbsent } from "./file-fault.js";
import { errnoOf } from "../../lib/errno.js";
import { isLeftBehind } from "./path-pattern.js";

/** A file that a pattern matches. */
export type Match = {
  readonly path: string;
  /** Stays with the file when it is renamed; the time of birth is part of it because inodes are used again. */
  readonly identity: string;
};

export type Selected = {
  /** In order of their paths. */
  readonly matches: readonly Match[];
  /** Paths of files that are not text, or whose names are not. */
  readonly leftOut: readonly string[];
};

/** Looks again and again at what a pattern matches; remembers of each file whether it is text. */
export type Selector = { readonly look: () => Promise<Selected> };

const HEAD_BYTES = 512;
/** Files that are opened at once to see what they are. */
const AT_ONCE = 32;
/** Then whoever reads the file says so, and the others are followed all the same. */
const TOO_MANY_OPEN: ReadonlySet<string> = new Set(["EMFILE", "ENFILE"]);

/**
 * The files that a pattern (`*`, `?`, `**`, `[...]`, `{a,b}`) matches; hidden ones only by name. Left out: folders,
 * binary files such as wtmp, and for following what rotation leaves behind, see `isLeftBehind`. `look` throws when too
 * many files are open to list the folders.
 */
export function createSelector(pattern: string, follow: boolean): Selector {
  let known: ReadonlyMap<string, boolean> = new Map();
  return {
    async look() {
      const paths: string[] = [];
      for await (const path of glob(pattern)) paths.push(path);
      const all = new Set(paths);
      const wanted = follow ? paths.filter((path) => !isLeftBehind(path, all, pattern)) : paths;
      const found: Judged[] = [];
      const sorted = wanted.toSorted();
      for (let at = 0; at < sorted.length; at += AT_ONCE) {
        const judged = await Promise.all(sorted.slice(at, at + AT_ONCE).map((path) => judge(path, known)));
        found.push(...judged.filter((each) => each !== undefined));
      }
      known = new Map(found.flatMap(({ match, isText }) => (isText === undefined ? [] : [[match.identity, isText]])));
      return {
        matches: found.filter(({ isText }) => isText !== false).map(({ match }) => match),
        leftOut: found.filter(({ isText }) => isText === false).map(({ match }) => match.path),
      };
    },
  };
}

/** `isText` is undefined while nobody can know: an empty file, one that may not be read. */
type Judged = { readonly match: Match; readonly isText: boolean | undefined };

async function judge(path: string, known: ReadonlyMap<string, boolean>): Promise<Judged | undefined> {
  // Gone since, or a link to nowhere.
  const found = await stat(path, { bigint: true }).catch(undefinedWhereAbsent);
  // A name that is not UTF-8 cannot be said to the system as text.
  if (found === undefined && path.includes("\u{fffd}")) return { match: { path, identity: path }, isText: false };
  if (found === undefined || found.isDirectory() || found.isSocket() || found.isBlockDevice()) return undefined;
  const match = { path, identity: `${found.dev}:${found.ino}:${found.birthtimeNs}` };
  if (!found.isFile()) return { match, isText: undefined };
  return { match, isText: known.get(match.identity) ?? (await isText(path)) };
}

/** What cannot be opened is not called binary: the source says why it cannot be read. */
async function isText(path: string): Promise<boolean | undefined> {
  const handle = await open(path).catch((error: unknown) =>
    TOO_MANY_OPEN.has(errnoOf(error) ?? "") ? undefined : undefinedWhereAbsent(error),
  );
  if (handle === undefined) return undefined;
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    if (bytesRead === 0) return undefined;
    const read = head.subarray(0, bytesRead);
    return !read.includes(0) || encodingOf(read) !== "bytes" || formatOf(read) !== undefined;
  } finally {
    await handle.close();
  }
}
