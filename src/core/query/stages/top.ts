import { isList } from "./count.js";
import { readNames } from "./read-names.js";
import { readNumber } from "./read-number.js";
import { ahead } from "./stage-text.js";
import type { StageSyntax } from "./stage-syntax.js";

const USUAL = 10;

export const top: StageSyntax = {
  name: "top",
  form: "top [N] FIELD, ...",
  summary: "the N commonest values of a field, with their share; 10 when N is left out",
  examples: ["top 10 unit", "top 5 unit, level"],
  takes: { entriesAfter: ["first", "last", "sort", "dedup"], table: false },
  read(cursor) {
    const token = ahead(cursor);
    const hasNumber = token?.kind === "word" && /^[+-]?\d/.test(token.text);
    const most = hasNumber ? readNumber(cursor, { of: "rows", least: 1, most: 10_000, usual: USUAL }) : USUAL;
    if (typeof most !== "number") return most;
    const fields = readNames(cursor);
    return isList(fields) ? { kind: "top", most, fields } : fields;
  },
};
