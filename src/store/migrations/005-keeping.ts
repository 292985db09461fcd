import type { Migration } from "./registry.js";

/**
 * What leaves a store again. `store.removed` is the revision at which blocks were last taken out; `source.expired` the
 * ordinal before which retention removed entries, and the order of the last of them; `calendar` the revision at the
 * first look of each day, by which a block's id tells on which day it came. `archive` lists the files that blocks were moved to; an archive itself
 * has its key in `store.archive`.
 */
export const keeping: Migration = {
  version: 5,
  sql: `
    ALTER TABLE store ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE store ADD COLUMN archive TEXT;

    ALTER TABLE source ADD COLUMN expired INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE source ADD COLUMN expired_order REAL;

    CREATE TABLE calendar (
      day INTEGER PRIMARY KEY,
      revision INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE archive (
      key TEXT PRIMARY KEY,
      path TEXT NOT NULL,
      entries INTEGER NOT NULL,
      order_first REAL NOT NULL,
      order_last REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX block_age ON block (order_last) WHERE sealed = 1;
  `,
};
