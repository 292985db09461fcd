import type { Migration } from "./registry.js";

/**
 * Sources, sessions and blocks. A block is a run of consecutive entries of one source: its row says what is inside
 * without opening it, its columns are in `chunk` under `id * 16 + group`. Block ids are revisions of the store, so
 * "what is new since revision R" is `id > R`. Which session collected an entry is kept per stretch of ordinals, so that
 * blocks may span restarts.
 */
export const blocks: Migration = {
  version: 1,
  sql: `
    CREATE TABLE store (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      revision INTEGER NOT NULL
    ) STRICT;
    INSERT INTO store (one, revision) VALUES (1, 0);

    CREATE TABLE session (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      command TEXT NOT NULL,
      started INTEGER NOT NULL,
      ended INTEGER,
      lock TEXT
    ) STRICT;

    CREATE TABLE source (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      label TEXT NOT NULL,
      resume TEXT,
      holder INTEGER,
      next_ordinal INTEGER NOT NULL DEFAULT 0,
      next_line INTEGER NOT NULL DEFAULT 1,
      last_order REAL
    ) STRICT;

    CREATE TABLE stretch (
      id INTEGER PRIMARY KEY,
      source INTEGER NOT NULL,
      first INTEGER NOT NULL,
      session INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE block (
      id INTEGER PRIMARY KEY,
      source INTEGER NOT NULL,
      first INTEGER NOT NULL,
      count INTEGER NOT NULL,
      line INTEGER NOT NULL,
      lines INTEGER NOT NULL,
      at_min REAL NOT NULL,
      at_max REAL NOT NULL,
      order_first REAL NOT NULL,
      order_last REAL NOT NULL,
      levels BLOB NOT NULL,
      formats TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      sealed INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX block_open ON block (source, first) WHERE sealed = 0;

    CREATE TABLE chunk (
      id INTEGER PRIMARY KEY,
      codec INTEGER NOT NULL,
      size INTEGER NOT NULL,
      data BLOB NOT NULL
    ) STRICT;
  `,
};
