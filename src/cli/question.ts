import type { Query } from "../core/query/ast.js";

/** What `logstream query` was asked: what to find, and how many of the newest matches at most. */
export type Question = { readonly query: Query; readonly limit: number | undefined };
