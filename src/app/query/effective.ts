import { EVERYTHING, type Query } from "../../core/query/ast.js";
import type { Filter, FilterPart, FilterState } from "../state.js";

/**
 * What the filters together let through: the base query, the level, the includes and none of the excludes. Includes that
 * ask for values of one field (`unit:a`, `unit:b`) widen each other, as facets do; all others narrow.
 */
export function effectiveQuery(filters: FilterState): Query {
  const parts: Query[] = [filters.base.query];
  if (filters.level !== undefined) parts.push({ kind: "level", operator: ">=", level: filters.level });
  const active = filters.list.filter((filter) => filter.enabled);
  parts.push(...includes(active.filter((filter) => filter.mode === "include")));
  for (const filter of active) if (filter.mode === "exclude") parts.push({ kind: "not", part: filter.query });
  return allOf(parts);
}

/** The filters without one part: what dropping it would show. */
export function withoutPart(filters: FilterState, part: FilterPart): FilterState {
  switch (part.kind) {
    case "base":
      return { ...filters, base: { text: "", query: EVERYTHING } };
    case "level":
      return { ...filters, level: undefined };
    case "filter":
      return { ...filters, list: filters.list.filter((filter) => filter.id !== part.id) };
  }
}

/** The parts that hide entries at the moment. */
export function activeParts(filters: FilterState): readonly FilterPart[] {
  const parts: FilterPart[] = [];
  if (filters.base.query.kind !== "all") parts.push({ kind: "base" });
  if (filters.level !== undefined) parts.push({ kind: "level" });
  for (const { id, enabled } of filters.list) if (enabled) parts.push({ kind: "filter", id });
  return parts;
}

/** All of the queries at once, without needless nesting. */
export function allOf(queries: readonly Query[]): Query {
  const parts = queries.flatMap((query) => (query.kind === "and" ? query.parts : query.kind === "all" ? [] : [query]));
  const [first] = parts;
  if (first === undefined) return EVERYTHING;
  return parts.length === 1 ? first : { kind: "and", parts };
}

function includes(filters: readonly Filter[]): readonly Query[] {
  return groupedIncludes(filters).map((group) => anyOf(group.map((filter) => filter.query)));
}

/** Includes of which one has to match, in groups that must all. */
export function groupedIncludes(filters: readonly Filter[]): readonly (readonly Filter[])[] {
  return [...Map.groupBy(filters, (filter) => facetOf(filter) ?? filter.id).values()];
}

function facetOf({ query }: Filter): string | undefined {
  return query.kind === "field" ? query.field : undefined;
}

function anyOf(queries: readonly Query[]): Query {
  const [first] = queries;
  if (first === undefined) return EVERYTHING;
  return queries.length === 1 ? first : { kind: "or", parts: queries };
}
