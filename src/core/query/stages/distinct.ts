import { isList } from "./count.js";
import { readNames } from "./read-names.js";
import type { StageSyntax } from "./stage-syntax.js";

export const distinct: StageSyntax = {
  name: "distinct",
  form: "distinct FIELD, ...",
  summary: "each value of the field, or each combination of values, once",
  examples: ["distinct unit", "distinct host, unit"],
  takes: { entriesAfter: ["first", "last", "sort", "dedup"], table: false },
  read(cursor) {
    const fields = readNames(cursor);
    return isList(fields) ? { kind: "distinct", fields } : fields;
  },
};
