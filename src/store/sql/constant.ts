import type { Edit, Evaluate } from "./push-down.js";
import { isWord, type Token } from "./tokens.js";

/** A term of a WHERE: a column, how it is compared, and with which constants. */
export type Term = {
  readonly table: string | undefined;
  readonly column: string;
  readonly operator: "=" | "<" | "<=" | ">" | ">=" | "in" | "between" | "like";
  readonly values: readonly (string | number)[];
  /** The constants put in the place of their expressions. */
  readonly edits: readonly Edit[];
};

const OPERATORS: Readonly<Record<string, Term["operator"]>> = {
  "=": "=",
  "==": "=",
  is: "=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  in: "in",
  between: "between",
  like: "like",
};
const TURNED: Readonly<Partial<Record<Term["operator"], Term["operator"]>>> = {
  "=": "=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

type Statement = { readonly sql: string; readonly evaluate: Evaluate };

/** The term that the tokens are, or undefined where they are anything else than a column compared with constants. */
export function constantOf(tokens: readonly Token[], statement: Statement): Term | undefined {
  return readTerm(tokens, statement) ?? turned(tokens, statement);
}

function readTerm(tokens: readonly Token[], statement: Statement): Term | undefined {
  const name = columnAt(tokens);
  if (name === undefined) return undefined;
  const sign = tokens[name.length];
  const operator = sign === undefined || sign.isQuoted || sign.kind === "text" ? undefined : OPERATORS[sign.value];
  if (operator === undefined || !Object.hasOwn(OPERATORS, sign?.value ?? "")) return undefined;
  const rest = tokens.slice(name.length + 1);
  const read = readValues(operator, rest, statement);
  return read === undefined ? undefined : { table: name.table, column: name.column, operator, ...read };
}

/** `5 > severity` */
function turned(tokens: readonly Token[], statement: Statement): Term | undefined {
  for (const length of [1, 3]) {
    const name = columnAt(tokens.slice(-length));
    const sign = tokens.at(-length - 1);
    const operator = sign?.kind === "other" ? TURNED[OPERATORS[sign.value] ?? "in"] : undefined;
    if (name === undefined || name.length !== length || operator === undefined) continue;
    const read = readValues(operator, tokens.slice(0, -length - 1), statement);
    if (read !== undefined) return { table: name.table, column: name.column, operator, ...read };
  }
  return undefined;
}

type Name = { readonly table: string | undefined; readonly column: string; readonly length: number };

function columnAt(tokens: readonly Token[]): Name | undefined {
  const [first, dot, second] = tokens;
  if (first?.kind !== "name") return undefined;
  if (!isWord(dot, ".")) return { table: undefined, column: first.value, length: 1 };
  return second?.kind === "name" ? { table: first.value, column: second.value, length: 3 } : undefined;
}

type Values = Pick<Term, "values" | "edits">;

function readValues(operator: Term["operator"], tokens: readonly Token[], statement: Statement): Values | undefined {
  if (operator === "in") {
    if (!isWord(tokens[0], "(") || !isWord(tokens.at(-1), ")")) return undefined;
    return all(split(tokens.slice(1, -1), ","), statement);
  }
  if (operator === "between") {
    const parts = split(tokens, "and");
    return parts.length === 2 ? all(parts, statement) : undefined;
  }
  return all([tokens], statement);
}

function split(tokens: readonly Token[], at: string): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isWord(token, "(")) depth += 1;
    if (isWord(token, ")")) depth -= 1;
    if (depth === 0 && isWord(token, at)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function all(parts: readonly (readonly Token[])[], statement: Statement): Values | undefined {
  const read = parts.map((part) => valueOf(part, statement));
  if (!read.every((value) => value !== undefined)) return undefined;
  return { values: read.map(({ value }) => value), edits: read.flatMap(({ edits }) => edits) };
}

/** These give something else each time, or depend on the row. */
const UNSTEADY = ["random", "randomblob", "changes", "total_changes", "last_insert_rowid", "select", "raise"];
/** These look like calls before a bracket, or bind no tighter than the comparison that the constant is part of. */
const LOOSE = ["in", "not", "exists", "is", "like", "glob", "match", "regexp", "between", "escape", "case", "collate"];
const COMPARISONS = ["=", "==", "<>", "!=", "<", "<=", ">", ">="];

function valueOf(tokens: readonly Token[], { sql, evaluate }: Statement) {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return undefined;
  // A name that calls nothing is a column; a string in double quotes may be one.
  const isConstant = tokens.every((token, index) => {
    if (token.kind !== "name") return !isWord(token, ...COMPARISONS);
    return !token.isQuoted && isWord(tokens[index + 1], "(") && !isWord(token, ...UNSTEADY, ...LOOSE);
  });
  if (!isConstant) return undefined;
  const value = evaluate(sql.slice(first.at, last.end));
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = typeof value === "number" ? numberText(value) : `'${value.replaceAll("'", "''")}'`;
  const edits: readonly Edit[] =
    tokens.length === 1 || text === undefined ? [] : [{ at: first.at, end: last.end, text }];
  return text === undefined || (typeof value === "string" && value.includes("\0")) ? undefined : { value, edits };
}

function numberText(value: number): string | undefined {
  return Number.isFinite(value) ? String(value) : undefined;
}
