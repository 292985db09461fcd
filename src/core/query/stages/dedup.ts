import { isList } from "./count.js";
import { readNames } from "./read-names.js";
import { ahead, takeWord } from "./stage-text.js";
import type { StageSyntax } from "./stage-syntax.js";

export const dedup: StageSyntax = {
  name: "dedup",
  form: "dedup [by FIELD, ...]",
  summary: "neighbours with the same message, or the same fields, as one entry with a count",
  examples: ["dedup", "dedup by unit, message"],
  takes: { entriesAfter: ["first", "last", "sort"], table: false },
  read(cursor) {
    const isNamed = takeWord(cursor, "by") || ahead(cursor)?.kind === "word";
    const by = isNamed ? readNames(cursor) : [];
    return isList(by) ? { kind: "dedup", by } : by;
  },
};
