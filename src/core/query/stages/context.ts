import { readNumber } from "./read-number.js";
import { ahead, takeWord } from "./stage-text.js";
import type { StageSyntax } from "./stage-syntax.js";

const RULE = { of: "entries", least: 0, most: 1_000, usual: 3 };

export const context: StageSyntax = {
  name: "context",
  form: "context N|before N|after N",
  summary: "the N entries before and after each match too, as grep -C shows them",
  examples: ["context 3", "context before 2", "context before 2 after 5"],
  takes: { entriesAfter: ["first", "last"], table: false },
  read(cursor) {
    const word = ahead(cursor)?.text.toLowerCase();
    if (word !== "before" && word !== "after") {
      const around = readNumber(cursor, RULE);
      return typeof around === "number" ? { kind: "context", before: around, after: around } : around;
    }
    const before = takeWord(cursor, "before") ? readNumber(cursor, RULE) : 0;
    if (typeof before !== "number") return before;
    const after = takeWord(cursor, "after") ? readNumber(cursor, RULE) : 0;
    return typeof after === "number" ? { kind: "context", before, after } : after;
  },
};
