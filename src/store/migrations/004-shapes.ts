import type { Migration } from "./registry.js";

/**
 * How the texts of a block are kept: form 0 is as they are, form 1 by shapes (`block/text/`). Blocks of before are form 0
 * and are brought to form 1 in idle time, in the order of the index. `crc` is the CRC-32 of a chunk as it lies here; NULL
 * in those of before.
 */
export const shapes: Migration = {
  version: 4,
  sql: `
    ALTER TABLE chunk ADD COLUMN crc INTEGER;
    ALTER TABLE block ADD COLUMN form INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX block_plain ON block (id) WHERE sealed = 1 AND form = 0;
  `,
};
