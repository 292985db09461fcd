import type { Query } from "../../core/query/ast.js";
import { requiredLiterals, soleLiteral } from "../../core/query/literals.js";
import { type Found, NO, PERHAPS, type Verdicts, YES } from "../../core/query/match/verdict.js";
import { levelMask } from "../../core/query/predicate.js";
import { compileAutomaton } from "../../core/query/regex.js";
import { countLevels } from "./header-levels.js";
import { type ColumnTest, everyRow, within } from "./found.js";
import { namesTest } from "./match-names.js";

/**
 * A question put to whole columns of a block: what they cannot tell of a row is left to the row itself. Parts of "and"
 * are asked cheapest first, and the texts only of rows that are still in question.
 */
export function columnTest(query: Query): ColumnTest {
  switch (query.kind) {
    case "all":
      return () => YES;
    case "and":
      return allTests(query.parts);
    case "or":
      return anyTest(query.parts.map(columnTest));
    case "not":
      return notTest(columnTest(query.part));
    case "text":
      return textTest(query);
    case "regex":
      return regexTest(query);
    case "level":
      return levelTest(levelMask(query));
    case "time":
      return timeTest(query.from ?? -Infinity, query.to ?? Infinity);
    case "field":
    case "compare":
      return namesTest(query, query.field);
  }
}

function notTest(part: ColumnTest): ColumnTest {
  return (block, asked) => everyRow(part(block, asked), (verdict) => YES - verdict);
}

function allTests(parts: readonly Query[]): ColumnTest {
  const tests = parts.toSorted((one, other) => costOf(one) - costOf(other)).map(columnTest);
  return (block, asked) => {
    let met: Found = YES;
    for (const test of tests) {
      const found = test(block, met === YES ? asked : within(met, asked, NO));
      met = join(met, found, Math.min);
      if (met === NO) return NO;
    }
    return met;
  };
}

function anyTest(tests: readonly ColumnTest[]): ColumnTest {
  return (block, asked) => {
    let met: Found = NO;
    for (const test of tests) {
      met = join(met, test(block, met === NO ? asked : within(met, asked, YES)), Math.max);
      if (met === YES) return YES;
    }
    return met;
  };
}

/** One verdict where both have one, and where one of them decides. */
function join(one: Found, other: Found, choose: (left: number, right: number) => number): Found {
  if (typeof one !== "number" && typeof other !== "number") {
    const least = choose(NO, YES) === NO;
    for (let row = 0; row < one.length; row += 1) {
      const [left, right] = [one[row] ?? NO, other[row] ?? NO];
      if (left < right !== least) one[row] = right;
    }
    return one.includes(YES) || one.includes(PERHAPS) ? one : NO;
  }
  if (typeof one === "number") return typeof other === "number" ? choose(one, other) : join(other, one, choose);
  if (typeof other !== "number") return one;
  if (choose(other, PERHAPS) === other && other !== PERHAPS) return other;
  return everyRow(one, (verdict) => choose(verdict, other));
}

/** How dear a question to the columns is. */
function costOf(query: Query): number {
  switch (query.kind) {
    case "all":
      return 0;
    case "level":
      return 1;
    case "time":
    case "field":
    case "compare":
      return 2;
    case "text":
      return 3;
    case "regex":
      return query.field === undefined || query.field === "text" ? 4 : 2;
    case "not":
      return costOf(query.part);
    case "and":
    case "or":
      return query.parts.reduce((most, part) => Math.max(most, costOf(part)), 0);
  }
}

function textTest(query: Query & { readonly kind: "text" }): ColumnTest {
  const literal = soleLiteral(query);
  if (literal !== undefined) return ({ columns }, asked) => columns.texts.rowsWith(literal, asked);
  const needed = requiredLiterals(query);
  if (needed.kind !== "literal") return () => PERHAPS;
  return ({ columns }, asked) =>
    everyRow(columns.texts.rowsWith(needed, asked), (verdict) => (verdict === NO ? NO : PERHAPS));
}

function regexTest(query: Query & { readonly kind: "regex" }): ColumnTest {
  if (query.field !== undefined && query.field !== "text") return namesTest(query, query.field);
  const literal = soleLiteral(query);
  if (literal !== undefined) return ({ columns }, asked) => columns.texts.rowsWith(literal, asked);
  const automaton = compileAutomaton(query.source, query.flags);
  if (automaton === undefined) return () => PERHAPS;
  const pattern = { automaton, needs: requiredLiterals(query) };
  return ({ columns }, asked) => columns.texts.rowsMatching(pattern, asked);
}

function levelTest(mask: number): ColumnTest {
  return ({ header, columns }) => {
    const count = countLevels(header, mask);
    if (count === 0) return NO;
    if (count === header.count) return YES;
    const level = columns.level();
    const verdicts: Verdicts = new Uint8Array(level.length);
    for (let row = 0; row < level.length; row += 1) verdicts[row] = ((mask >> (level[row] ?? 0)) & 1) * YES;
    return verdicts;
  };
}

function timeTest(from: number, to: number): ColumnTest {
  return ({ header, columns }) => {
    if (header.atMin >= to || header.atMax < from) return NO;
    if (header.atMin >= from && header.atMax < to) return YES;
    const at = columns.at();
    const verdicts: Verdicts = new Uint8Array(at.length);
    for (let row = 0; row < at.length; row += 1) {
      const time = at[row] ?? 0;
      verdicts[row] = time >= from && time < to ? YES : NO;
    }
    return verdicts;
  };
}
