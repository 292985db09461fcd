import type { Query } from "../../core/query/ast.js";
import type { Direction } from "../reader/merge.js";
import { constantOf } from "./constant.js";
import { LOG } from "./schema.js";
import { timeOrderOf } from "./order-by-time.js";
import { termQuery } from "./term-query.js";
import { isWord, type Token, tokensOf } from "./tokens.js";

/** A statement made ready: each of its mentions of `log` names the part of `filters` that it may be narrowed by. */
export type Prepared = {
  readonly sql: string;
  /** What a row must match to survive the statement's own WHERE, which is tested again by SQLite; one a mention. */
  readonly filters: readonly Query[];
  /** The rows of `log` come in the order of their times, as the statement wants its first ones; not sorted again. */
  readonly order: Direction | undefined;
  /** The columns of `log` that the statement can see; nobody need make the others. */
  readonly columns: ReadonlySet<string>;
};

/** Gives the value of an expression without columns, or undefined where it has none that lasts. */
export type Evaluate = (expression: string) => unknown;

/**
 * Finds, for every `FROM log` and `JOIN log`, the terms of its own WHERE that stand for themselves (joined by AND at the
 * top) and compare one of its columns with a constant. They never exclude a row that the statement would keep: whatever
 * is not understood narrows nothing. Constants are worked out once and put into the statement, so that both see the same.
 */
export function preparePushDown(sql: string, evaluate: Evaluate): Prepared {
  const tokens = tokensOf(sql);
  const edits: Edit[] = [];
  const filters: Query[] = [];
  // A WITH may give the name to something else.
  const isOther = tokens.some(
    (token, index) =>
      token.value === LOG.name &&
      isWord(tokens[index + 1], "as") &&
      isWord(tokens[index + 2], "(", "materialized", "not"),
  );
  if (isOther) return { sql, filters, order: undefined, columns: columnsSeen(tokens) };
  const order = timeOrderOf(tokens);
  let isAlone = order !== undefined;
  for (const [index, token] of tokens.entries()) {
    if (token.value !== LOG.name || token.kind !== "name" || !isTableName(tokens, index)) continue;
    const terms = whereTerms(tokens, index).map((term) => constantOf(term, { sql, evaluate }));
    const alias = aliasOf(tokens, index);
    const found = terms.flatMap((term) => {
      const query = term === undefined ? undefined : termQuery(term, alias);
      return query === undefined ? [] : [query];
    });
    isAlone &&= alias.isAlone;
    filters.push(found.length === 0 ? { kind: "all" } : { kind: "and", parts: found });
    for (const term of terms) if (term !== undefined) edits.push(...term.edits);
    edits.push(mention(tokens, index, filters.length - 1));
  }
  const isOrdered = order !== undefined && isAlone && filters.length === 1;
  if (isOrdered) edits.push({ at: order.at, end: order.end, text: "" });
  const given = isOrdered ? order.direction : undefined;
  return { sql: edited(sql, edits), filters, order: given, columns: columnsSeen(tokens) };
}

export type Edit = { readonly at: number; readonly end: number; readonly text: string };

function edited(sql: string, edits: readonly Edit[]): string {
  let text = sql;
  const done = new Set<number>();
  for (const { at, end, text: put } of edits.toSorted((one, other) => other.at - one.at)) {
    if (done.has(at)) continue;
    done.add(at);
    text = text.slice(0, at) + put + text.slice(end);
  }
  return text;
}

/** After FROM or JOIN, or after a comma of a FROM clause. */
function isTableName(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  if (isWord(before, "from", "join")) return true;
  if (!isWord(before, ",")) return false;
  let depth = 0;
  for (let at = index - 2; at >= 0; at -= 1) {
    const token = tokens[at];
    if (isWord(token, ")")) depth += 1;
    if (isWord(token, "(")) depth -= 1;
    if (depth < 0) return false;
    if (depth === 0 && isWord(token, "from")) return true;
    if (depth === 0 && isWord(token, ...CLAUSES, "select", "on")) return false;
  }
  return false;
}

/** `log` becomes `log('', n)`, and `log('query')` `log('query', n)`. */
function mention(tokens: readonly Token[], index: number, number: number): Edit {
  const name = tokens[index];
  const open = tokens[index + 1];
  const end = name?.end ?? 0;
  if (!isWord(open, "(")) return { at: end, end, text: `('', ${number})` };
  const close = closing(tokens, index + 1);
  const isEmpty = isWord(tokens[index + 2], ")");
  const at = tokens[close]?.at ?? end;
  return { at, end: at, text: isEmpty ? `'', ${number}` : `, ${number}` };
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isWord(tokens[at], "(")) depth += 1;
    if (isWord(tokens[at], ")")) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

const CLAUSES = ["where", "group", "order", "limit", "having", "window", "union", "except", "intersect"] as const;
const NO_ALIAS: readonly string[] = [
  ...CLAUSES,
  ..."on using join left right full inner outer cross natural indexed not".split(" "),
];

export type Alias = {
  readonly name: string;
  /** It is the only table of its FROM, so that a column without a table's name is one of its own. */
  readonly isAlone: boolean;
};

function aliasOf(tokens: readonly Token[], index: number): Alias {
  const after = isWord(tokens[index + 1], "(") ? closing(tokens, index + 1) + 1 : index + 1;
  const at = isWord(tokens[after], "as") ? after + 1 : after;
  const token = tokens[at];
  const isNamed = token?.kind === "name" && (token.isQuoted || !NO_ALIAS.includes(token.value));
  const next = tokens[isNamed ? at + 1 : after];
  const ends = next === undefined || isWord(next, ...CLAUSES, ")", ";");
  return {
    name: isNamed ? token.value : LOG.name,
    isAlone: ends && isWord(tokens[index - 1], "from"),
  };
}

/** The tokens of each top term of the WHERE that belongs to the mention's own SELECT; none where there is an OR. */
function whereTerms(tokens: readonly Token[], index: number): readonly (readonly Token[])[] {
  const terms: Token[][] = [[]];
  let isBetween = false;
  for (const { token, depth } of ownWhere(tokens, index)) {
    if (depth === 0 && isWord(token, "or", "case")) return [];
    const isJoint = depth === 0 && isWord(token, "and");
    if (isJoint && !isBetween) terms.push([]);
    else terms.at(-1)?.push(token);
    if (isJoint) isBetween = false;
    else isBetween ||= depth === 0 && isWord(token, "between");
  }
  return terms;
}

type Placed = { readonly token: Token; readonly depth: number };

/** What follows the WHERE of the SELECT that the mention stands in, up to its next clause; brackets are one deeper. */
function ownWhere(tokens: readonly Token[], index: number): readonly Placed[] {
  const found: Placed[] = [];
  let isWithin = false;
  let depth = 0;
  for (const token of tokens.slice(index + 1)) {
    if (isWord(token, ")")) depth -= 1;
    if (depth < 0) break;
    if (depth === 0 && isWord(token, ";", ...CLAUSES)) {
      if (isWithin || !isWord(token, "where")) break;
      isWithin = true;
    } else if (isWithin) found.push({ token, depth });
    if (isWord(token, "(")) depth += 1;
  }
  return found;
}

/** Every name in the statement may be a column; a star that is not `count(*)` is all of them. */
function columnsSeen(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set(tokens.filter(({ kind }) => kind === "name").map(({ value }) => value));
  const isWide = tokens.some((token, index) => {
    if (isWord(token, "natural")) return true;
    const isCounted = isWord(tokens[index - 1], "(") && isWord(tokens[index - 2], "count");
    return isWord(token, "*") && !isCounted;
  });
  return new Set(LOG.columns.map(({ name }) => name).filter((name) => isWide || names.has(name)));
}
