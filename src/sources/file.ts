import type { SourceKind } from "../core/ports.js";

/** Files by path, folder or pattern: followed through rotation, compressed ones decoded, FIFOs and devices as they come. */
export const file: SourceKind = {
  scheme: "file",
  summary: "a file, a folder's, or all that a pattern matches; followed through rotation, .gz .zst .xz .bz2 decoded",
  example: "file:/var/log/*.log",
  open: async (...asked) => (await import("./file/open-files.js")).openFiles(...asked),
  async *discover(...asked) {
    yield* (await import("./file/open-files.js")).discoverFiles(...asked);
  },
};
