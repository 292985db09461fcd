import type { SourceId } from "../../core/entry.js";

const SCHEME = "file:";

/** The path of the file that the source follows; undefined for anything but a file. */
export function fileOf(source: SourceId): string | undefined {
  return source.startsWith(SCHEME) ? source.slice(SCHEME.length) : undefined;
}
