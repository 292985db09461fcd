import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryId, type FieldValue, type LogEntry, sourceId } from "../../../src/core/entry.js";
import { LEVEL_UNKNOWN, levelNumber } from "../../../src/core/level.js";
import type { Comparison, Query } from "../../../src/core/query/ast.js";
import { ALL_LEVELS, boundsOf } from "../../../src/core/query/bounds.js";
import { entryRow } from "../../../src/core/query/match/entry-row.js";
import { fold } from "../../../src/core/query/match/fold.js";
import { patternPieces } from "../../../src/core/query/match/pattern.js";
import { parseQuery } from "../../../src/core/query/parse.js";
import { compileQuery } from "../../../src/core/query/predicate.js";
import { compileRegex } from "../../../src/core/query/regex.js";
import { micros } from "../../../src/core/time.js";
import { casesOf } from "../../support/cases.js";
import { someEntry, someQuery } from "../../support/queries.js";

type Cases = {
  readonly rows: Readonly<Record<string, Partial<LogEntry>>>;
  readonly queries: readonly { readonly text: string; readonly matches: readonly string[] }[];
};
const cases = casesOf<Cases>("query/match.json");

const context = { now: micros(Date.UTC(2026, 10, 21, 12) * 1_000), localOffset: () => 0 };

function parsed(text: string): Query {
  const result = parseQuery(text, context);
  if (!result.ok) throw new Error(`${text}: ${result.fault.message}`);
  return result.value;
}

const BLANK: LogEntry = {
  id: entryId(1, 0),
  source: sourceId("file:/var/log/syslog"),
  line: 1,
  lines: 1,
  at: micros(Date.UTC(2026, 10, 21, 11, 30) * 1_000),
  order: micros(0),
  level: undefined,
  category: undefined,
  unit: undefined,
  identifier: undefined,
  host: undefined,
  pid: undefined,
  message: "",
  text: "",
  format: "plain",
  marks: 0,
  fields: {},
};

describe("compileQuery", () => {
  const rows = Object.entries(cases.rows).map(([name, row]) => [name, { ...BLANK, ...row }] as const);
  it.each(cases.queries)("finds what $text asks for", ({ text, matches }) => {
    const test = compileQuery(parsed(text));
    expect(rows.filter(([, row]) => test(entryRow(row))).map(([name]) => name)).toEqual(matches);
  });

  it("answers as the plainest reading of the query does", () => {
    fc.assert(
      fc.property(someQuery, someEntry, (query, entry) => {
        expect(compileQuery(query)(entryRow(entry))).toBe(holds(query, entry));
      }),
      { numRuns: 3_000 },
    );
  });

  it("matches binary and listed values too", () => {
    const entry = { ...BLANK, fields: { raw: Uint8Array.of(0x61, 0xff), tags: ["red", "Blue"] as FieldValue } };
    expect(compileQuery(parsed("field.raw:a*"))(entryRow(entry))).toBe(true);
    expect(compileQuery(parsed("field.tags:blue"))(entryRow(entry))).toBe(true);
    expect(compileQuery(parsed("field.tags:green"))(entryRow(entry))).toBe(false);
  });

  it("throws a Bug for a regex that was never checked", () => {
    expect(() => compileQuery({ kind: "regex", source: "(", flags: "", field: undefined })).toThrow("never checked");
  });
});

describe("boundsOf", () => {
  it("never leaves out an entry that matches", () => {
    fc.assert(
      fc.property(someQuery, someEntry, (query, entry) => {
        if (!compileQuery(query)(entryRow(entry))) return;
        const bounds = boundsOf(query);
        expect(entry.at >= bounds.from && entry.at < bounds.to).toBe(true);
        expect((bounds.levels >> levelNumber(entry.level)) & 1).toBe(1);
        expect(bounds.source?.(entry.source) ?? true).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it("narrows time, level and source", () => {
    const bounds = boundsOf(parsed("x level>=warning between:10:00..11:00 source:syslog"));
    expect(bounds.to - bounds.from).toBe(3_600_000_000);
    expect(bounds.levels).toBe(0b11111);
    expect(bounds.source?.("file:/var/log/syslog")).toBe(true);
    expect(bounds.source?.("journal:")).toBe(false);
  });

  it("takes the complement of a negated level and the union of alternatives", () => {
    expect(boundsOf(parsed("-level:none")).levels).toBe(ALL_LEVELS & ~(1 << LEVEL_UNKNOWN));
    expect(boundsOf(parsed("level:error or level:none")).levels).toBe((1 << 3) | (1 << LEVEL_UNKNOWN));
    expect(boundsOf(parsed("level:error or x")).levels).toBe(ALL_LEVELS);
    expect(boundsOf(parsed("level:error level:info")).levels).toBe(0);
  });
});

/** The meaning of a query, written as plainly as possible and without a thought for speed. */
function holds(query: Query, entry: LogEntry): boolean {
  switch (query.kind) {
    case "all":
      return true;
    case "and":
      return query.parts.every((part) => holds(part, entry));
    case "or":
      return query.parts.some((part) => holds(part, entry));
    case "not":
      return !holds(query.part, entry);
    case "text": {
      const ignores = query.case === "ignore" || (query.case === "smart" && fold(query.text) === query.text);
      return ignores ? fold(entry.text).includes(fold(query.text)) : entry.text.includes(query.text);
    }
    case "regex": {
      const regex = compileRegex(query.source, query.flags);
      const values = query.field === undefined ? [entry.text] : valuesOf(entry, query.field);
      return regex.ok && values.some((value) => regex.value.test(String(value)));
    }
    case "field":
      if (query.pattern === "") return fieldHolds(query.field, "", valueOf(entry, query.field));
      return valuesOf(entry, query.field).some((value) => fieldHolds(query.field, query.pattern, value));
    case "compare":
      return compareHolds(query.operator, query.value, valueOf(entry, query.field));
    case "level": {
      if (query.level === "none") return entry.level === undefined;
      if (entry.level === undefined) return false;
      const severity = levelNumber(query.level) - levelNumber(entry.level);
      return query.operator === "=" ? severity === 0 : sign(query.operator, severity);
    }
    case "time":
      return (query.from ?? -Infinity) <= entry.at && entry.at < (query.to ?? Infinity);
  }
}

function valueOf(entry: LogEntry, field: string): FieldValue | undefined {
  return entryRow(entry).field(field);
}

/** A record of the journal may name several units. */
function valuesOf(entry: LogEntry, field: string): readonly FieldValue[] {
  const value = valueOf(entry, field);
  return [...(value === undefined ? [] : [value]), ...(field === "unit" ? entryRow(entry).units() : [])];
}

function fieldHolds(field: string, pattern: string, value: FieldValue | undefined): boolean {
  if (pattern === "") return value === undefined || value === "";
  if (value === undefined) return false;
  const asRegex = (text: string, anywhere: boolean): RegExp => {
    const inside = patternPieces(text)
      .map((piece) => fold(piece).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join("[^]*");
    return new RegExp(anywhere ? inside : `^${inside}$`);
  };
  const text = fold(String(value));
  if (asRegex(pattern, field === "message" || field === "text").test(text)) return true;
  if (field === "unit") {
    const short = pattern.includes("*") ? pattern : pattern.replace(/(?<=.)\.service$/i, "");
    return asRegex(`${pattern}.service`, false).test(text) || asRegex(short, false).test(text);
  }
  if (field !== "source") return false;
  const rest = text.replace(/^[^:]*:/, "");
  return asRegex(pattern, false).test(rest) || asRegex(pattern, false).test(rest.replace(/^.*\//, ""));
}

function compareHolds(operator: Comparison, asked: string, value: FieldValue | undefined): boolean {
  if (value === undefined) return false;
  const number = Number(asked);
  if (!Number.isNaN(number)) {
    const own = String(value);
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(own) && sign(operator, Number(own) - number);
  }
  const text = fold(String(value));
  return sign(operator, text < fold(asked) ? -1 : Number(text > fold(asked)));
}

function sign(operator: Comparison, difference: number): boolean {
  if (operator === "<") return difference < 0;
  if (operator === "<=") return difference <= 0;
  return operator === ">" ? difference > 0 : difference >= 0;
}
