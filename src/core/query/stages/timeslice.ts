import { MICROS_PER_DAY } from "../../time.js";
import type { Slice } from "../statement.js";
import { parseSpan } from "../syntax/time-span.js";
import { count } from "./count.js";
import {
  ahead,
  blameNext,
  blameToken,
  isFailed,
  type StageCursor,
  type StageFailed,
  takeKind,
  takeWord,
} from "./stage-text.js";
import type { StageSyntax } from "./stage-syntax.js";
import { stats } from "./stats.js";

const EXPECTED = "the width of a slice (1m, 15m, 1h, 1d, auto), then count or stats";
const MOST_WIDTH = 366 * MICROS_PER_DAY;

/** `timeslice 1m count by level`; a `|` before `count` changes nothing. */
export const timeslice: StageSyntax = {
  name: "timeslice",
  form: "timeslice [WIDTH|auto] [count ...|stats ...]",
  summary: "what count or stats tell, for each slice of time",
  examples: ["timeslice 1m count by level", "timeslice auto count"],
  takes: { entriesAfter: ["first", "last", "sort", "dedup"], table: false },
  read(cursor) {
    const start = cursor.next;
    const slice = readSlice(cursor);
    if (isFailed(slice)) return slice;
    const made = readMade(cursor);
    if (isFailed(made)) return made;
    if (made.kind !== "count" && made.kind !== "stats")
      return blameNext(cursor, { message: "what is to be counted?", expected: EXPECTED });
    if (!made.by.includes("time")) return { ...made, slice };
    const place = { at: cursor.tokens[start]?.at ?? 0, end: cursor.tokens[cursor.next - 1]?.end ?? 0 };
    return blameToken(place, { message: "the slices are times already", expected: "fields other than time" });
  },
};

function readSlice(cursor: StageCursor): Slice | StageFailed {
  const token = ahead(cursor);
  if (token === undefined || token.kind !== "word" || /^(?:count|stats|by)$/i.test(token.text)) return { kind: "auto" };
  cursor.next += 1;
  if (token.text.toLowerCase() === "auto") return { kind: "auto" };
  const width = parseSpan(token.text);
  if (width !== undefined && width >= 1 && width <= MOST_WIDTH) return { kind: "width", width };
  return blameToken(token, { message: "this is not the width of a slice of time", expected: EXPECTED, instead: "1m" });
}

function readMade(cursor: StageCursor): ReturnType<StageSyntax["read"]> {
  // A bar may stand between the two, as for other stages.
  const [bar, word] = [cursor.tokens[cursor.next], cursor.tokens[cursor.next + 1]];
  if (bar?.kind === "pipe" && word !== undefined && /^(?:count|stats)$/i.test(word.text)) cursor.next += 1;
  if (takeWord(cursor, "count")) return count.read(cursor);
  if (takeWord(cursor, "stats")) return stats.read(cursor);
  const token = ahead(cursor);
  if (token === undefined || token.text.toLowerCase() === "by") return count.read(cursor);
  takeKind(cursor, "comma");
  return blameNext(cursor, { message: "this cannot be told of slices of time", expected: EXPECTED, instead: "count" });
}
