/*
 * The library: `import { openStore, query } from "logstream"`. Small on purpose, and kept stable: docs/library.md.
 */
export { FaultError } from "./core/fault.js";
export type { Fault } from "./core/fault.js";
export type { FieldValue, LogEntry } from "./core/entry.js";
export type { StoredSource } from "./core/ports.js";
export type { Query } from "./core/query/ast.js";
export type { Statement } from "./core/query/statement.js";
export type { Session } from "./core/session.js";
export type { Table } from "./core/aggregate/table.js";
export { aggregate } from "./library/aggregate.js";
export type { Cursor } from "./library/cursor.js";
export { query } from "./library/query.js";
export type { Page, Projection, QueryOptions } from "./library/query.js";
export type { Question } from "./library/question.js";
export { openStore } from "./library/store.js";
export type { Store } from "./library/store.js";
