import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createContext, createLastInContext } from "../../../src/core/aggregate/context.js";
import type { ShownEntry } from "../../../src/core/aggregate/entry-stages.js";
import type { LogEntry } from "../../../src/core/entry.js";
import { someEntry } from "../../support/queries.js";

const [sample] = fc.sample(someEntry, 1);
const log = fc.array(fc.boolean(), { maxLength: 30 });
const around = fc.record({ before: fc.nat(3), after: fc.nat(3) });

const entry = (row: number): LogEntry => ({ ...sample!, line: row });
const words = (shown: readonly ShownEntry[]) =>
  shown.map((one) => `${one.isAfterGap ? "--" : ""}${one.isContext ? "" : ">"}${one.entry.line}`);

/** Rows near a match, by looking at each. */
function expected(
  matches: readonly boolean[],
  { before, after }: { before: number; after: number },
): readonly string[] {
  const rows = matches.flatMap((_, row) =>
    matches.some((isMatch, at) => isMatch && row >= at - before && row <= at + after) ? [row] : [],
  );
  return rows.map((row, index) => {
    const isAfterGap = index > 0 && rows[index - 1] !== row - 1;
    return `${isAfterGap ? "--" : ""}${matches[row] === true ? ">" : ""}${row}`;
  });
}

describe("matches in context", () => {
  it("have their neighbours, each shown once, with a sign where others lie between", () => {
    fc.assert(
      fc.property(log, around, (matches, beside) => {
        const context = createContext(beside);
        expect(words(matches.flatMap((isMatch, row) => context.push(entry(row), isMatch)))).toEqual(
          expected(matches, beside),
        );
      }),
    );
  });

  it("are the last so many as if no other had matched", () => {
    fc.assert(
      fc.property(log, around, fc.integer({ min: 1, max: 4 }), (matches, beside, count) => {
        const context = createContext(beside);
        const newest = createLastInContext(count, beside.before);
        for (const [row, isMatch] of matches.entries()) newest.push(context.push(entry(row), isMatch));
        const rows = matches.flatMap((isMatch, row) => (isMatch ? [row] : [])).slice(-count);
        const alone = matches.map((_, row) => rows.includes(row));
        expect(words(newest.end())).toEqual(expected(alone, beside));
      }),
    );
  });
});
