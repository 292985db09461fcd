import type { Query } from "./ast.js";

export type FieldQuery = Query & { readonly kind: "field" };

/** The query with something else in the place of each `field:value`. The same query where nothing changes. */
export function replaceFields(query: Query, replace: (field: FieldQuery) => Query): Query {
  if (query.kind === "field") return replace(query);
  if (query.kind === "not") {
    const part = replaceFields(query.part, replace);
    return part === query.part ? query : { ...query, part };
  }
  if (query.kind !== "and" && query.kind !== "or") return query;
  const parts = query.parts.map((part) => replaceFields(part, replace));
  return parts.every((part, index) => part === query.parts[index]) ? query : { ...query, parts };
}
