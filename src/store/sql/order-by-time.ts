import type { Direction } from "../reader/merge.js";
import { isWord, type Token } from "./tokens.js";

/** `ORDER BY time LIMIT n` of a statement, and where its ORDER BY stands. */
export type TimeOrder = { readonly direction: Direction; readonly at: number; readonly end: number };

/** What makes one row of several, or several statements of one: there the order is not that of the table's rows. */
const OTHERWISE = [
  ..."group having distinct window over union except intersect with join".split(" "),
  ..."count sum total avg min max group_concat string_agg json_group_array json_group_object".split(" "),
];

/**
 * The order of a plain statement over `log` alone that wants the first rows by time: then the rows can come in that
 * order, and reading ends with the last that is wanted. Undefined for all others, which SQLite sorts.
 */
export function timeOrderOf(tokens: readonly Token[]): TimeOrder | undefined {
  const selects = tokens.filter((token) => isWord(token, "select")).length;
  if (selects !== 1 || tokens.some((token) => isWord(token, ...OTHERWISE))) return undefined;
  const order = tokens.findIndex((token, index) => isWord(token, "order") && isWord(tokens[index + 1], "by"));
  const column = tokens[order + 2];
  if (order < 0 || column === undefined || !isWord(column, "time", "at")) return undefined;
  const way = tokens[order + 3];
  const next = order + (isWord(way, "asc", "desc") ? 4 : 3);
  const limit = tokens[next];
  if (!isWord(limit, "limit") || limit === undefined) return undefined;
  // A result that is called so would be what it is ordered by.
  const from = tokens.findIndex((token) => isWord(token, "from"));
  const isRenamed = tokens.some((token, index) => {
    return index < from && token.value === column.value && !isWord(tokens[index - 1], "select", ",", "(");
  });
  if (isRenamed) return undefined;
  return { direction: isWord(way, "desc") ? "older" : "newer", at: tokens[order]?.at ?? 0, end: limit.at };
}
