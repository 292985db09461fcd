import type { EntryBatch } from "../core/batch.js";

const none = new Uint32Array(0);

/** A batch without entries, for keeping a token or a remark alone. */
export const NO_ENTRIES: EntryBatch = {
  count: 0,
  bytes: new Uint8Array(0),
  starts: none,
  ends: none,
  lines: none,
  at: new Float64Array(0),
  order: new Float64Array(0),
  level: new Uint8Array(0),
  marks: new Uint16Array(0),
  format: none,
  unit: none,
  identifier: none,
  host: none,
  pid: none,
  strings: [""],
  fields: undefined,
};
