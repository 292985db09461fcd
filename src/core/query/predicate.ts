import { Bug } from "../fault.js";
import { LEVEL_UNKNOWN, levelNumber } from "../level.js";
import type { Query } from "./ast.js";
import type { Matchable } from "./matchable.js";
import { compileComparison, compileFieldRegex, compileFieldTest } from "./match/field-test.js";
import { compileTextTest } from "./match/text-test.js";
import { compileRegex } from "./regex.js";

/** Whether a row is what a query asks for. Keeps no state: rows may come in any order. */
export type Predicate = (row: Matchable) => boolean;

/**
 * Compiles a query to closures. Nothing is allocated per row but what the row itself makes to answer. Parts of `and`
 * and `or` are asked cheapest first, which cannot change the answer. Throws `Bug` for a regex that `parseQuery` would
 * have refused.
 */
export function compileQuery(query: Query): Predicate {
  switch (query.kind) {
    case "all":
      return () => true;
    case "and":
      return everyOf(compiled(query.parts));
    case "or":
      return someOf(compiled(query.parts));
    case "not": {
      const part = compileQuery(query.part);
      return (row) => !part(row);
    }
    case "text": {
      const test = compileTextTest(query.text, query.case);
      return (row) => test(row.text());
    }
    case "regex":
      return compileRegexTerm(query);
    case "field":
      return compileFieldTest(query.field, query.pattern);
    case "compare":
      return compileComparison(query.field, query.operator, query.value);
    case "level":
      return compileLevel(query);
    case "time":
      return compileTime(query.from ?? -Infinity, query.to ?? Infinity);
  }
}

function compiled(parts: readonly Query[]): readonly Predicate[] {
  return parts.toSorted((left, right) => costOf(left) - costOf(right)).map(compileQuery);
}

/** How dear the dearest question is: columns, then strings of columns, then the text, then a regex on it. */
function costOf(query: Query): number {
  switch (query.kind) {
    case "all":
      return 0;
    case "level":
    case "time":
      return 1;
    case "field":
    case "compare":
      return COLUMNS.has(query.field) ? 2 : 5;
    case "text":
      return 3;
    case "regex":
      return query.field === undefined ? 4 : 5;
    case "not":
      return costOf(query.part);
    case "and":
    case "or":
      return query.parts.reduce((most, part) => Math.max(most, costOf(part)), 0);
  }
}

const COLUMNS: ReadonlySet<string> = new Set(["unit", "identifier", "pid", "host", "source", "format", "line"]);

function everyOf(parts: readonly Predicate[]): Predicate {
  const [first, second] = parts;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (parts.length === 2) return (row) => first(row) && second(row);
  return (row) => {
    for (const part of parts) if (!part(row)) return false;
    return true;
  };
}

function someOf(parts: readonly Predicate[]): Predicate {
  const [first, second] = parts;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (parts.length === 2) return (row) => first(row) || second(row);
  return (row) => {
    for (const part of parts) if (part(row)) return true;
    return false;
  };
}

function compileRegexTerm({ source, flags, field }: Query & { readonly kind: "regex" }): Predicate {
  const regex = compileRegex(source, flags);
  if (!regex.ok) throw new Bug(`a query holds the regex /${source}/${flags}, which was never checked`);
  const { test } = regex.value;
  return field === undefined ? (row) => test(row.text()) : compileFieldRegex(field, test);
}

/** Bit n of the mask: whether an entry of level n (LEVEL_UNKNOWN for none) can match. */
export function levelMask({ operator, level }: Query & { readonly kind: "level" }): number {
  if (level === "none") return operator === "=" ? 1 << LEVEL_UNKNOWN : 0;
  const asked = levelNumber(level);
  let mask = 0;
  for (let number = 0; number < LEVEL_UNKNOWN; number += 1) {
    // Syslog counts downwards: the more severe, the smaller the number.
    const holds =
      (number === asked && operator !== "<" && operator !== ">") ||
      (number < asked && (operator === ">" || operator === ">=")) ||
      (number > asked && (operator === "<" || operator === "<="));
    if (holds) mask |= 1 << number;
  }
  return mask;
}

function compileLevel(query: Query & { readonly kind: "level" }): Predicate {
  const mask = levelMask(query);
  return (row) => ((mask >> row.level()) & 1) === 1;
}

function compileTime(from: number, to: number): Predicate {
  return (row) => {
    const at = row.at();
    return at >= from && at < to;
  };
}
