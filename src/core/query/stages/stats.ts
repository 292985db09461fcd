import type { Measure, Stage } from "../statement.js";
import { nearestOrBegun } from "../syntax/nearest.js";
import { isList } from "./count.js";
import { isName, readBy, readName } from "./read-names.js";
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

const USUAL: readonly Measure[] = ["count", "min", "avg", "p50", "p90", "p99", "max"];
const NAMES: readonly Measure[] = ["count", "sum", "min", "max", "avg", "p50", "p90", "p95", "p99"];
const EXPECTED = "count, sum, min, max, avg or a percentile such as p50, p90, p99.9";

export const stats: StageSyntax = {
  name: "stats",
  form: "stats[(MEASURE, ...)] of FIELD [by FIELD, ...]",
  summary: "measures of a field's numbers: count, sum, min, max, avg, p50, p90, p99.9",
  examples: ["stats(min, avg, p99) of field.duration by unit"],
  takes: { entriesAfter: ["first", "last", "sort", "dedup"], table: false },
  read(cursor) {
    const measures = ahead(cursor)?.kind === "open" ? readMeasures(cursor) : USUAL;
    if (isFailed(measures)) return measures;
    if (!takeWord(cursor, "of")) return ofMissing(cursor);
    const of = readName(cursor);
    if (!isName(of)) return of;
    const by = readBy(cursor);
    if (!isList(by)) return by;
    const made: Stage = { kind: "stats", slice: undefined, measures, of, by };
    return made;
  },
};

function readMeasures(cursor: StageCursor): readonly Measure[] | StageFailed {
  const measures: Measure[] = [];
  takeKind(cursor, "open");
  do {
    const measure = readMeasure(cursor);
    if (typeof measure !== "string") return measure;
    if (!measures.includes(measure)) measures.push(measure);
  } while (takeKind(cursor, "comma"));
  if (takeKind(cursor, "close")) return measures;
  const token = ahead(cursor);
  const isWord = token?.kind === "word" && token.text.toLowerCase() !== "of";
  const instead = isWord ? `, ${token.text}` : `) ${token?.text ?? "of"}`;
  return blameNext(cursor, { message: "this bracket is not closed", expected: "a comma or a closing )", instead });
}

function readMeasure(cursor: StageCursor): Measure | StageFailed {
  const token = ahead(cursor);
  if (token?.kind !== "word") return blameNext(cursor, { message: "a measure is missing here", expected: EXPECTED });
  const measure = measureOf(token.text.toLowerCase());
  if (measure === undefined) {
    const instead = ALIASES[token.text.toLowerCase()] ?? nearestOrBegun(token.text, NAMES);
    return blameToken(token, { message: `${token.text} is not a measure`, expected: EXPECTED, instead });
  }
  cursor.next += 1;
  return measure;
}

const ALIASES: Readonly<Record<string, Measure | undefined>> = {
  mean: "avg",
  average: "avg",
  median: "p50",
  total: "sum",
  minimum: "min",
  maximum: "max",
};

/** One way to write each: `p099` and `p50.0` are none. */
function measureOf(word: string): Measure | undefined {
  const named = NAMES.find((name) => name === word);
  if (named !== undefined) return named;
  const [, digits = ""] = /^p(\d{1,2}(?:\.\d)?)$/.exec(word) ?? [];
  const percent = Number(digits);
  return digits !== "" && percent > 0 && percent < 100 && String(percent) === digits ? `p${percent}` : undefined;
}

function ofMissing(cursor: StageCursor): StageFailed {
  const token = ahead(cursor);
  const expected = `of and a field with numbers, as in ${stats.examples[0] ?? ""}`;
  const instead = token?.kind === "word" && token.text.toLowerCase() !== "by" ? `of ${token.text}` : undefined;
  return blameNext(cursor, { message: "stats needs a field", expected, instead });
}
