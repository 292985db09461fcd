import fc from "fast-check";
import { expect, it } from "vitest";
import type { EntryBatch } from "../../src/core/batch.js";
import { joinBatches } from "../../src/pipeline/join-batches.js";
import { type BatchRow, batchOf } from "../support/entry-batch.js";

const name = fc.constantFrom(undefined, "web", "sshd", "box");
const row: fc.Arbitrary<BatchRow> = fc.record({
  text: fc.string(),
  at: fc.nat(),
  level: fc.nat(8),
  lines: fc.nat(3),
  marks: fc.nat(255),
  unit: name,
  identifier: name,
  host: name,
  pid: fc.nat(),
});

function rowsOf(batch: EntryBatch): readonly unknown[] {
  const { strings } = batch;
  return Array.from({ length: batch.count }, (_, index) => ({
    text: Buffer.from(batch.bytes.subarray(batch.starts[index], batch.ends[index])).toString(),
    numbers: [batch.at, batch.level, batch.lines, batch.marks, batch.pid].map((column) => column[index]),
    names: [batch.unit, batch.identifier, batch.host, batch.format].map((column) => strings[column[index] ?? 0]),
  }));
}

it("joined batches hold the entries of all, in their order", () => {
  fc.assert(
    fc.property(fc.array(fc.array(row), { minLength: 1 }), (parts) => {
      const batches = parts.map(batchOf);
      const joined = joinBatches(batches);
      expect(joined === undefined ? [] : rowsOf(joined)).toEqual(batches.flatMap(rowsOf));
    }),
  );
});
