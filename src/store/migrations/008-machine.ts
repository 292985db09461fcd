import type { Migration } from "./registry.js";

/**
 * How the machine was, a row for each minute since 1970 with all of its samples packed together
 * (`machine/pack-samples.ts`).
 */
export const machine: Migration = {
  version: 8,
  sql: `
    CREATE TABLE machine_minute (
      minute INTEGER PRIMARY KEY,
      samples BLOB NOT NULL
    ) STRICT;
  `,
};
