import type { RawBatch } from "../../core/batch.js";

/** Passes batches on, or keeps those of the last so many records until the end. */
export type LastRecords = {
  add(batch: RawBatch): readonly RawBatch[];
  end(): readonly RawBatch[];
};

export function createLastRecords(wanted: number | undefined): LastRecords {
  if (wanted === undefined) return { add: (batch) => [batch], end: () => [] };
  let kept: readonly RawBatch[] = [];
  const total = (): number => kept.reduce((sum, batch) => sum + batch.count, 0);
  return {
    add(batch) {
      kept = [...kept, batch];
      while (kept.length > 1 && total() - (kept[0]?.count ?? 0) >= wanted) kept = kept.slice(1);
      return [];
    },
    end() {
      const [first, ...others] = kept;
      if (first === undefined || wanted === 0) return [];
      return [withoutFirst(first, Math.max(0, total() - wanted)), ...others];
    },
  };
}

function withoutFirst(batch: RawBatch, records: number): RawBatch {
  return {
    ...batch,
    starts: batch.starts.subarray(records),
    ends: batch.ends.subarray(records),
    marks: batch.marks?.subarray(records),
    count: batch.count - records,
  };
}
