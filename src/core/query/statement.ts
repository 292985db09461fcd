import type { Query } from "./ast.js";

/**
 * A whole question as data: which entries, and what is made of them, stage by stage. Frozen, comparable, printable
 * (`printStatement`) and safe to send between threads. Fields are named as in `Query`.
 */
export type Statement = { readonly query: Query; readonly stages: readonly Stage[] };

export type Stage = EntryStage | AggregateStage;

/** Entries in, entries out. `first`, `last`, `sort` and `fields` do the same to the rows of a table. */
type EntryStage =
  | { readonly kind: "first"; readonly count: number }
  | { readonly kind: "last"; readonly count: number }
  /** Of a table `by` is one of its columns. */
  | { readonly kind: "sort"; readonly by: string; readonly order: SortOrder }
  | { readonly kind: "fields"; readonly names: readonly string[] }
  /** The neighbours of each match in the order of the log, as `grep -B -A`. */
  | { readonly kind: "context"; readonly before: number; readonly after: number }
  /** Neighbours that say the same become one with a count; without names their messages are compared. */
  | { readonly kind: "dedup"; readonly by: readonly string[] };

/** Entries in, a table out. */
export type AggregateStage =
  | { readonly kind: "count"; readonly slice: Slice | undefined; readonly by: readonly string[] }
  | {
      readonly kind: "stats";
      readonly slice: Slice | undefined;
      readonly measures: readonly Measure[];
      readonly of: string;
      readonly by: readonly string[];
    }
  | { readonly kind: "top"; readonly most: number; readonly fields: readonly string[] }
  | { readonly kind: "distinct"; readonly fields: readonly string[] };

type SortOrder = "asc" | "desc";

/** How wide the slices of time are: whole microseconds, or as wide as makes some dozens of them. */
export type Slice = { readonly kind: "auto" } | { readonly kind: "width"; readonly width: number };

/** `p99` is the value that 99 % of the values do not exceed; one decimal is allowed (`p99.9`). */
export type Measure = "count" | "sum" | "min" | "max" | "avg" | `p${number}`;

export function isAggregate(stage: Stage): stage is AggregateStage {
  return stage.kind === "count" || stage.kind === "stats" || stage.kind === "top" || stage.kind === "distinct";
}
