import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceId } from "../../../src/core/entry.js";
import { levelNumber } from "../../../src/core/level.js";
import { NO, PERHAPS, verdictAt, YES } from "../../../src/core/query/match/verdict.js";
import { compileQuery } from "../../../src/core/query/predicate.js";
import type { BlockHeader } from "../../../src/store/block/block-table.js";
import { columnTest } from "../../../src/store/reader/match-block.js";
import { createRowView, type OpenBlock } from "../../../src/store/reader/row-view.js";
import type { BatchRow } from "../../support/entry-batch.js";
import { someEntry, someQuery } from "../../support/queries.js";
import { blockOf } from "../../support/sealed-block.js";

const row: fc.Arbitrary<BatchRow> = someEntry.map((entry) => ({
  at: entry.at,
  level: levelNumber(entry.level),
  unit: entry.unit,
  identifier: entry.identifier,
  host: entry.host,
  pid: entry.pid,
  format: entry.format,
  text: entry.text,
  ...(entry.format === "journal" && { fields: entry.fields }),
}));

function opened(entries: readonly BatchRow[], sealed: boolean): OpenBlock {
  const { columns, summary } = blockOf(entries, { sealed });
  const header: BlockHeader = {
    ...summary,
    id: 1,
    source: 1,
    first: 0,
    count: entries.length,
    line: 1,
    lines: entries.length,
    sealed,
  };
  return { run: { number: 1, id: sourceId("file:/var/log/syslog"), blocks: [header] }, header, columns };
}

describe("a question to the columns of a block", () => {
  it("says yes and no as every row would, and leaves open what columns cannot tell", () => {
    let settled = 0;
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }).map((some) => [...some, ...some, ...some]),
        fc.array(someQuery, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (entries, queries, sealed) => {
          const block = opened(entries, sealed);
          const describing = { describe: (_: string, text: string, fields = {}) => ({ message: text, fields }) };
          const view = createRowView({ ...describing, categorise: () => undefined }, block);
          for (const query of queries) {
            const found = columnTest(query)(block, undefined);
            const matches = compileQuery(query);
            for (let index = 0; index < entries.length; index += 1) {
              const verdict = verdictAt(found, index);
              if (verdict === PERHAPS) continue;
              settled += 1;
              view.seat(block, index);
              expect(verdict, JSON.stringify({ query, entry: entries[index] })).toBe(matches(view) ? YES : NO);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(settled).toBeGreaterThan(1_000);
  });
});
