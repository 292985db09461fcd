import { glob, open, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { encodingOf } from "../framing.js";
import { formatOf } from "./archive.js";

/** Whether a text is to be read as a pattern, unless there is a file of that very name. */
export function isPattern(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** A file that a pattern matches. */
export type Match = { readonly path: string; readonly dev: string; readonly ino: string };

const HEAD_BYTES = 512;
const COMPRESSED = /\.(?:gz|zst|xz|bz2)$/;

/**
 * The files that a pattern (`*`, `?`, `**`, `[...]`, `{a,b}`) matches now, in order of their paths; hidden ones only by
 * name. Left out: folders, binary files such as wtmp, and for following what rotation leaves behind (compressed files
 * and numbered or dated siblings of a match), unless the pattern asks for compressed files by name.
 */
export async function matchesOf(pattern: string, follow: boolean): Promise<readonly Match[]> {
  const paths: string[] = [];
  for await (const path of glob(pattern)) paths.push(path);
  const all = new Set(paths);
  const wanted = follow ? paths.filter((path) => !isLeftBehind(path, all, pattern)) : paths;
  const found = await Promise.all(wanted.toSorted().map(matchAt));
  return found.filter((match) => match !== undefined);
}

function isLeftBehind(path: string, all: ReadonlySet<string>, pattern: string): boolean {
  if (COMPRESSED.test(path)) return !COMPRESSED.test(pattern);
  const base = rotationBaseOf(path);
  return base !== undefined && all.has(base);
}

/** `app.log` for `app.log.1`, `app.log-20260101` and the like; undefined for other names. */
export function rotationBaseOf(path: string): string | undefined {
  const name = basename(path);
  const [, base] = /^(.+?)(?:\.\d{1,3}|[.-]\d{8}(?:[.-]?\d{2,6})?)$/.exec(name) ?? [];
  return base === undefined ? undefined : join(dirname(path), base);
}

async function matchAt(path: string): Promise<Match | undefined> {
  // Gone since, or a link to nowhere.
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  if (found === undefined || found.isDirectory() || (found.isFile() && (await isBinary(path)))) return undefined;
  return { path, dev: String(found.dev), ino: String(found.ino) };
}

/** What cannot be opened is not called binary: the source says why it cannot be read. */
async function isBinary(path: string): Promise<boolean> {
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    const read = head.subarray(0, bytesRead);
    return read.includes(0) && encodingOf(read) === "bytes" && formatOf(read) === undefined;
  } finally {
    await handle.close();
  }
}
