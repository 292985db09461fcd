import { isName, readName } from "./read-names.js";
import { takeWord } from "./stage-text.js";
import type { StageSyntax } from "./stage-syntax.js";

export const sort: StageSyntax = {
  name: "sort",
  form: "sort FIELD [asc|desc]",
  summary: "by a field, or by a column of a table; asc, the smallest first, unless desc is said",
  examples: ["sort field.duration desc", "sort unit"],
  takes: { entriesAfter: ["first", "last", "sort", "dedup", "fields"], table: true },
  read(cursor) {
    const by = readName(cursor);
    if (!isName(by)) return by;
    if (takeWord(cursor, "desc")) return { kind: "sort", by, order: "desc" };
    takeWord(cursor, "asc");
    return { kind: "sort", by, order: "asc" };
  },
};
