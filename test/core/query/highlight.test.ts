import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { highlightRanges } from "../../../src/core/query/highlight.js";
import { parseQuery } from "../../../src/core/query/parse.js";
import { micros } from "../../../src/core/time.js";
import { someQuery, someText } from "../../support/queries.js";

function marked(query: string, text: string): string {
  const parsed = parseQuery(query, { now: micros(0), localOffset: () => 0 });
  if (!parsed.ok) throw new Error(parsed.fault.message);
  let result = text;
  for (const [start, end] of highlightRanges(parsed.value)(text).toReversed()) {
    result = `${result.slice(0, start)}[${result.slice(start, end)}]${result.slice(end)}`;
  }
  return result;
}

describe("highlightRanges", () => {
  it.each([
    ["error", "Error: an error", "[Error]: an [error]"],
    ["Error", "Error: an error", "[Error]: an error"],
    ["error or /an? /", "Error: an error", "[Error]: [an error]"],
    ["err error ror", "an error", "an [error]"],
    ["x -error", "x error", "[x] error"],
    ["-(-error x)", "x error", "x [error]"],
    ["message:fail*port", "fail at port", "[fail] at [port]"],
    ["unit:nginx level:error", "nginx error", "nginx error"],
    ["σας", "ΣΑΣ σας", "ΣΑΣ [σας]"],
    ["größe", "İ GRÖSSE GRÖßE", "İ GRÖSSE [GRÖßE]"],
    ["", "anything", "anything"],
  ])("marks what %s looks for", (query, text, expected) => {
    expect(marked(query, text)).toBe(expected);
  });

  it("gives ranges inside the text, in order, that do not touch", () => {
    fc.assert(
      fc.property(someQuery, someText, (query, text) => {
        let last = -1;
        for (const [start, end] of highlightRanges(query)(text)) {
          expect(start > last && end > start && end <= text.length).toBe(true);
          last = end;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
