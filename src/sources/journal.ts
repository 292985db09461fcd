import type { SourceKind } from "../core/ports.js";

/** The systemd journal: this machine's, or the one in a directory; followed across rotation, resumed by cursor. */
export const journal: SourceKind = {
  scheme: "journal",
  summary: "the systemd journal, all of it or by unit, identifier, priority, boot, user, dir, namespace",
  example: "journal:unit=nginx.service",
  open: async (...asked) => (await import("./journal/journal-source.js")).openJournalSource(...asked),
};
