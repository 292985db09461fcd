import { isList } from "./count.js";
import { readNames } from "./read-names.js";
import type { StageSyntax } from "./stage-syntax.js";

export const fields: StageSyntax = {
  name: "fields",
  form: "fields FIELD, ...",
  summary: "only these fields of each entry, or these columns of a table",
  examples: ["fields time, unit, message"],
  takes: { entriesAfter: ["first", "last", "sort", "dedup", "context"], table: true },
  read(cursor) {
    const names = readNames(cursor);
    return isList(names) ? { kind: "fields", names } : names;
  },
};
