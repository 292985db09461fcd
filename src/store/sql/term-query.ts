import { LEVELS } from "../../core/level.js";
import type { Query } from "../../core/query/ast.js";
import { literalPattern } from "../../core/query/match/pattern.js";
import { micros } from "../../core/time.js";
import type { Term } from "./constant.js";
import type { Alias } from "./push-down.js";
import { atOfSqlTime } from "./sql-time.js";

/** A query that every row matches which the term lets through; undefined where there is none that narrows. */
export function termQuery(term: Term, alias: Alias): Query | undefined {
  const isOurs = term.table === undefined ? alias.isAlone : term.table === alias.name;
  const read = Object.hasOwn(READERS, term.column) ? READERS[term.column] : undefined;
  return isOurs ? read?.(term) : undefined;
}

type Reader = (term: Term) => Query | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  level: levelTerm,
  severity: severityTerm,
  time: (term) => spanTerm(term, (value) => (typeof value === "string" ? atOfSqlTime(value) : undefined)),
  at: (term) => spanTerm(term, (value) => (typeof value === "number" ? value : undefined)),
  unit: nameTerm,
  identifier: nameTerm,
  host: nameTerm,
  source: nameTerm,
  format: nameTerm,
  boot: nameTerm,
  pid: nameTerm,
  text: textTerm,
};

function levelTerm({ operator, values }: Term): Query | undefined {
  if (operator !== "=" && operator !== "in") return undefined;
  return anyOf(
    values.map((value): Query | undefined => {
      const level = LEVELS.find((name) => name === value);
      return level === undefined ? undefined : { kind: "level", operator: "=", level };
    }),
  );
}

/** The more severe, the smaller the number: `severity <= 3` is `level>=error`. */
function severityTerm({ operator, values }: Term): Query | undefined {
  const level = (value: string | number | undefined) => (typeof value === "number" ? LEVELS[value] : undefined);
  const compared = (sign: "=" | "<" | "<=" | ">" | ">=", value: string | number | undefined): Query | undefined => {
    const named = level(value);
    return named === undefined ? undefined : { kind: "level", operator: sign, level: named };
  };
  const [first, second] = values;
  switch (operator) {
    case "=":
    case "in":
      return anyOf(values.map((value) => compared("=", value)));
    case "<":
      return compared(">", first);
    case "<=":
      return compared(">=", first);
    case ">":
      return compared("<", first);
    case ">=":
      return compared("<=", first);
    case "between":
      return bothOf(compared("<=", first), compared(">=", second));
    case "like":
      return undefined;
  }
}

/** `until` of a query is exclusive, so an inclusive end is one microsecond later. */
function spanTerm({ operator, values }: Term, read: (value: string | number) => number | undefined): Query | undefined {
  const [first, second] = values.map(read);
  if (first === undefined) return undefined;
  const span = (from: number | undefined, to: number | undefined): Query => ({
    kind: "time",
    from: from === undefined ? undefined : micros(Math.floor(from)),
    to: to === undefined ? undefined : micros(Math.ceil(to)),
  });
  switch (operator) {
    case "=":
      return span(first, first + 1);
    case "<":
      return span(undefined, first);
    case "<=":
      return span(undefined, first + 1);
    case ">":
    case ">=":
      return span(first, undefined);
    case "between":
      return second === undefined ? undefined : span(first, second + 1);
    case "in":
    case "like":
      return undefined;
  }
}

/** `unit:x` finds at least the rows whose unit is x. */
function nameTerm({ column, operator, values }: Term): Query | undefined {
  if (operator !== "=" && operator !== "in") return undefined;
  return anyOf(
    values.map((value): Query | undefined =>
      value === "" ? undefined : { kind: "field", field: column, pattern: literalPattern(String(value)) },
    ),
  );
}

/** The longest run without a wildcard must be in the text; LIKE takes ASCII letters in either case. */
function textTerm({ operator, values }: Term): Query | undefined {
  const [pattern] = values;
  if (operator !== "like" || typeof pattern !== "string") return undefined;
  const [longest = ""] = pattern.split(/[%_]/).toSorted((one, other) => other.length - one.length);
  return /^[\x20-\x7e]{2,}$/.test(longest) ? { kind: "text", text: longest, case: "ignore" } : undefined;
}

function anyOf(parts: readonly (Query | undefined)[]): Query | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length || known.length === 0 ? undefined : { kind: "or", parts: known };
}

function bothOf(one: Query | undefined, other: Query | undefined): Query | undefined {
  return one === undefined || other === undefined ? undefined : { kind: "and", parts: [one, other] };
}
