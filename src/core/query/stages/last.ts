import { readNumber } from "./read-number.js";
import type { StageSyntax } from "./stage-syntax.js";

export const last: StageSyntax = {
  name: "last",
  form: "last N",
  summary: "the N newest entries, or the last N rows of a table",
  examples: ["last 20"],
  takes: { entriesAfter: ["first", "last", "sort", "dedup", "fields"], table: true },
  read(cursor) {
    const count = readNumber(cursor, { of: "entries", least: 1, most: 1_000_000, usual: 10 });
    return typeof count === "number" ? { kind: "last", count } : count;
  },
};
