import { basename, dirname, join } from "node:path";

/** Whether a text is to be read as a pattern, unless there is a file of that very name. */
export function isPattern(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** The pattern of all names in a folder, whatever characters the folder's own name has. */
export function patternOfFolder(folder: string): string {
  return join(folder.replaceAll(/[*?[{(]/g, "[$&]"), "*");
}

const COMPRESSED = /\.(?:gz|zst|xz|bz2)$/;

export function isCompressedName(path: string): boolean {
  return COMPRESSED.test(path);
}

export function withoutCompression(path: string): string {
  return path.replace(COMPRESSED, "");
}

/**
 * Whether rotation left the path behind among `all` that a pattern matches: a numbered or dated sibling of a match, or a
 * compressed file that the pattern does not ask for by name.
 */
export function isLeftBehind(path: string, all: ReadonlySet<string>, pattern: string): boolean {
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
