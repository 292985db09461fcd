import { readNumber } from "./read-number.js";
import type { StageSyntax } from "./stage-syntax.js";

export const first: StageSyntax = {
  name: "first",
  form: "first N",
  summary: "the N oldest entries, or the first N rows of a table",
  examples: ["first 20"],
  takes: { entriesAfter: ["first", "last", "sort", "dedup", "fields"], table: true },
  read(cursor) {
    const count = readNumber(cursor, { of: "entries", least: 1, most: 1_000_000, usual: 10 });
    return typeof count === "number" ? { kind: "first", count } : count;
  },
};
