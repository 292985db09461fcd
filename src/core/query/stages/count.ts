import { readBy } from "./read-names.js";
import type { StageSyntax } from "./stage-syntax.js";

export const count: StageSyntax = {
  name: "count",
  form: "count [by FIELD, ...]",
  summary: "how many entries there are, for each value of the fields",
  examples: ["count", "count by unit, level"],
  takes: { entriesAfter: ["first", "last", "sort", "dedup"], table: false },
  read(cursor) {
    const by = readBy(cursor);
    return isList(by) ? { kind: "count", slice: undefined, by } : by;
  },
};

export function isList(read: object): read is readonly string[] {
  return Array.isArray(read);
}
