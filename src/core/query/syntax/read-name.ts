import type { Comparison } from "../ast.js";
import { meaningOf, type NameMeaning } from "./names.js";

/** `!=` and `==` are only understood to be refused with the right form. */
export type Operator = ":" | Comparison | "!=" | "==";

export type Name = {
  readonly typed: string;
  readonly meaning: NameMeaning;
  readonly operator: Operator;
  /** Where the value begins. */
  readonly end: number;
};

const NAME = /(?:field\."((?:[^"\\]|\\[^])+)"|([\p{L}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?))(:|>=|<=|!=|==|>|<)/uy;
/** IPv6 and MAC addresses, which look like nested fields. */
const ADDRESS = /[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,}(?![\w])/iy;

/**
 * The field name and operator at `at`, or undefined when what stands there is a word: `error:`, `http://x`, `a::b`,
 * `x->y`, `fe80::1`. A name that is not one of ours needs a value that looks like one.
 */
export function readName(text: string, at: number): Name | undefined {
  NAME.lastIndex = at;
  const match = NAME.exec(text);
  if (match === null) return undefined;
  const end = NAME.lastIndex;
  const [, quoted, bare = ""] = match;
  const operator = operatorOf(match[3]);
  if (operator === undefined) return undefined;
  const typed = quoted === undefined ? bare : `field.${quoted.replace(/\\(["\\])/g, "$1")}`;
  if (typed === "field" || typed === "field.") return undefined;
  const meaning = meaningOf(typed);
  const isOurs = meaning.kind !== "loose" && meaning.kind !== "misspelt";
  if (!isOurs && !looksLikeField(text, at, end, operator)) {
    const isTypo = meaning.kind === "misspelt" && operator !== ":" && /^[^\s)]/.test(text.slice(end));
    if (!isTypo) return undefined;
  }
  return { typed, meaning, operator, end };
}

function looksLikeField(text: string, at: number, end: number, operator: Operator): boolean {
  if (operator === "!=" || operator === "==") return false;
  const value = text.slice(end, end + 2);
  if (operator !== ":") return /^(?:[\d"]|[-+.]\d)/.test(value);
  if (value === "" || /^[\s):\\]/.test(value) || value === "//") return false;
  ADDRESS.lastIndex = at;
  return !ADDRESS.test(text);
}

function operatorOf(text: string | undefined): Operator | undefined {
  switch (text) {
    case ":":
    case ">":
    case ">=":
    case "<":
    case "<=":
    case "!=":
    case "==":
      return text;
    default:
      return undefined;
  }
}
