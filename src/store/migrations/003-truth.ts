import type { Migration } from "./registry.js";

/**
 * What the sources say of themselves. `remark` has each gap and clock step with its place: the ordinal of the entry that
 * came next and the orders of the entries around it. `tally` has the sums, notes of which there may be millions among
 * them; `trouble` the last failure. All are written in the transaction of the rows that they belong to.
 */
export const truth: Migration = {
  version: 3,
  sql: `
    CREATE TABLE remark (
      id INTEGER PRIMARY KEY,
      source INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      after REAL,
      before REAL,
      what TEXT NOT NULL,
      count INTEGER
    ) STRICT;

    CREATE INDEX remark_place ON remark (source, ordinal);

    CREATE TABLE tally (
      source INTEGER NOT NULL,
      what TEXT NOT NULL,
      times INTEGER NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (source, what)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE trouble (
      source INTEGER PRIMARY KEY,
      at REAL NOT NULL,
      message TEXT NOT NULL
    ) STRICT;
  `,
};
