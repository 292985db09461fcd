import type { EntryBatch } from "../../core/batch.js";
import type { BlockColumns } from "./block-columns.js";

/** A stored block as the batch it was made from, to be merged with what comes after it. */
export function batchOfColumns(columns: BlockColumns): EntryBatch {
  const { count } = columns;
  const starts = columns.starts();
  const { lines, marks } = columns.spans();
  const names = columns.names();
  return {
    count,
    bytes: columns.text(),
    starts,
    ends: starts.subarray(1),
    lines,
    at: columns.at(),
    order: columns.order(),
    level: columns.level(),
    marks,
    format: Uint32Array.from(names.format),
    unit: Uint32Array.from(names.unit),
    identifier: Uint32Array.from(names.identifier),
    host: Uint32Array.from(names.host),
    pid: names.pid,
    strings: names.strings,
    fields: columns.fields()?.columns(),
  };
}
