import type { Query } from "../../core/query/ast.js";
import { printQuery } from "../../core/query/print.js";
import type { Focus } from "./view.js";

/** A query written as it is typed. */
export function inWords(query: Query): Focus {
  return { query, text: printQuery(query) };
}
