import { chunkRange } from "../block/chunk.js";
import type { Db } from "../database.js";

/** Where blocks lie. */
export type BlockPlace = {
  readonly id: number;
  readonly source: number;
  readonly first: number;
  readonly count: number;
};

/** Attaches the file as `archive` while the work lasts. Not within a transaction. */
export function withArchive(db: Db, file: string, work: () => void): void {
  db.prepare("ATTACH ? AS archive").run(file);
  try {
    db.pragma("archive.synchronous = FULL");
    work();
  } finally {
    db.exec("DETACH archive");
  }
}

/**
 * Copies blocks as they are into the attached archive, with what they need to be read alone and what was said of their
 * places; the store keeps sessions and remarks, too. On the disk when it returns; the same blocks may be copied again.
 */
export function copyBlocks(db: Db, blocks: readonly BlockPlace[]): void {
  const block = db.prepare("INSERT OR REPLACE INTO archive.block SELECT * FROM main.block WHERE id = ?");
  const chunks = db.prepare("INSERT OR REPLACE INTO archive.chunk SELECT * FROM main.chunk WHERE id BETWEEN ? AND ?");
  const source = db.prepare("INSERT OR REPLACE INTO archive.source SELECT * FROM main.source WHERE number = ?");
  const unsaid = db.prepare("DELETE FROM archive.remark WHERE source = ? AND ordinal BETWEEN ? AND ?");
  const said = db.prepare(
    `INSERT INTO archive.remark (source, ordinal, after, before, what, count)
     SELECT source, ordinal, after, before, what, count FROM main.remark WHERE source = ? AND ordinal BETWEEN ? AND ?`,
  );
  const copy = db.transaction(() => {
    for (const { id, source: number, first, count } of blocks) {
      block.run(id);
      chunks.run(...chunkRange(id));
      source.run(number);
      unsaid.run(number, first, first + count - 1);
      said.run(number, first, first + count - 1);
    }
    db.exec(BELONGINGS);
  });
  // Only the archive is locked for writing: collecting goes on.
  copy.deferred();
}

/** Nobody collects into an archive; its sums are those of what is in it. */
const BELONGINGS = `
  UPDATE archive.source SET holder = NULL, resume = NULL, expired = 0, expired_order = NULL;
  DELETE FROM archive.tally;
  INSERT INTO archive.tally (source, what, times, count)
    SELECT source, what, count(*), sum(coalesce(count, 0)) FROM archive.remark GROUP BY source, what;
  INSERT OR REPLACE INTO archive.session SELECT * FROM main.session
    WHERE ended >= (SELECT min(order_first) FROM archive.block)
      AND started <= (SELECT max(order_last) FROM archive.block);
  UPDATE archive.session SET recorder = NULL;
  UPDATE archive.store SET revision = (SELECT revision FROM main.store);
`;
