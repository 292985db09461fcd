import type { Migration } from "./registry.js";

/**
 * What was called a session is one run of a collecting program: a collector, there only while it runs. A session is a
 * rebuild or a command; what is worth asking for is in columns, the rest is JSON in `details`, and the build, which may
 * be large and is not needed to find a session's entries, on its own. `recorder` is the collector that writes the
 * session down: a session without an end whose recorder is gone has nobody to tell its end.
 */
export const sessions: Migration = {
  version: 2,
  sql: `
    DROP TABLE stretch;
    ALTER TABLE session RENAME TO collector;
    ALTER TABLE collector DROP COLUMN ended;

    CREATE TABLE session (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      recorder INTEGER,
      kind TEXT NOT NULL,
      origin TEXT NOT NULL,
      name TEXT,
      source TEXT,
      started INTEGER NOT NULL,
      ended INTEGER,
      result TEXT NOT NULL,
      exit_code INTEGER,
      details TEXT NOT NULL,
      build TEXT
    ) STRICT;
  `,
};
