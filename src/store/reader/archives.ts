import { dirname, resolve } from "node:path";
import { existsSync } from "node:fs";
import type { Fault, Result } from "../../core/fault.js";
import { failed } from "../../core/fault.js";
import type { StoredArchive } from "../../core/ports.js";
import { micros } from "../../core/time.js";
import { type BlockHeader, type BlockReading, blockReading } from "../block/block-table.js";
import type { Db } from "../database.js";
import { archiveKey } from "../keeping/archive-file.js";

/** The files that blocks of a store were moved to, as far as they are there. Their blocks never change. */
export type ArchiveShelf = {
  /** Looks again at what the store lists; true when there are others than before. */
  refresh(): boolean;
  headers(): readonly BlockHeader[];
  /** Where a block is read from; undefined for one of the store itself. */
  readingOf(header: BlockHeader): BlockReading | undefined;
  list(): readonly StoredArchive[];
  close(): void;
};

export const NO_ARCHIVES: ArchiveShelf = {
  refresh: () => false,
  headers: () => [],
  readingOf: () => undefined,
  list: () => [],
  close: () => undefined,
};

type Listed = {
  readonly key: string;
  readonly path: string;
  readonly entries: number;
  readonly order_first: number;
  readonly order_last: number;
};

type Opened = { readonly db: Db; readonly headers: readonly BlockHeader[] };

/** `open` gives a connection for reading. Paths are kept as seen from the store's folder. */
export function archiveShelf(db: Db, storePath: string, open: (path: string) => Result<Db>): ArchiveShelf {
  const listing = db.prepare<[], Listed>(
    "SELECT key, path, entries, order_first, order_last FROM archive ORDER BY order_first, key",
  );
  const opened = new Map<string, Opened>();
  const refused = new Map<string, Fault>();
  const origin = new WeakMap<BlockHeader, BlockReading>();
  let known = "";
  let listed: readonly Listed[] = [];
  const place = ({ path }: Listed) => resolve(dirname(storePath), path);

  const openOne = (archive: Listed): void => {
    const connection = openKnown(place(archive), archive.key, open);
    if (!connection.ok) {
      refused.set(archive.key, connection.fault);
      return;
    }
    const reading = blockReading(connection.value);
    const headers = reading.since(-1);
    for (const header of headers) origin.set(header, reading);
    opened.set(archive.key, { db: connection.value, headers });
  };
  const close = () => {
    for (const { db: connection } of opened.values()) connection.close();
    opened.clear();
    refused.clear();
  };

  return {
    refresh() {
      const now = listing.all();
      const isThere = now.map((archive) => `${existsSync(place(archive))}`);
      const state = JSON.stringify([now, isThere]);
      if (state === known) return false;
      known = state;
      listed = now;
      close();
      for (const archive of now) openOne(archive);
      return true;
    },
    headers: () => [...opened.values()].flatMap(({ headers }) => headers),
    readingOf: (header) => origin.get(header),
    list: () =>
      listed.map((archive) => ({
        path: place(archive),
        entries: archive.entries,
        first: micros(archive.order_first),
        last: micros(archive.order_last),
        fault: refused.get(archive.key),
      })),
    close,
  };
}

/** Reads the store's own blocks, and those that were moved to an archive there. */
export function wholeReading(db: Db, archives: ArchiveShelf): BlockReading {
  const own = blockReading(db);
  return { ...own, columns: (header, on) => (archives.readingOf(header) ?? own).columns(header, on) };
}

function openKnown(path: string, key: string, open: (path: string) => Result<Db>): Result<Db> {
  if (!existsSync(path)) return failed(movedAway(path));
  const opened = open(path);
  if (!opened.ok || archiveKey(opened.value) === key) return opened;
  opened.value.close();
  return failed(other(path));
}

function movedAway(path: string): Fault {
  const hint = "bring it back to see its entries, or ask it where it is with --store PATH";
  return { code: "not-found", message: `the archive ${path} is not there`, hint };
}

function other(path: string): Fault {
  const hint = "bring the archive back to that place to see its entries";
  return { code: "not-readable", message: `${path} is not the archive that entries were moved to`, hint };
}
