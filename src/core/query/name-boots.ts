import type { Query } from "./ast.js";
import { type FieldQuery, replaceFields } from "./replace-fields.js";

/** Counted as journalctl does: 0 this boot, -1 the one before it, 1 the oldest there is. */
export type BootAt = (offset: number) => string | undefined;

/**
 * Puts ids in the place of `boot:0`, `boot:-1` …, which mean something only where boots are known, at the moment of
 * asking. One that does not exist stays and matches nothing. Returns the same query when it names none.
 */
export function nameBoots(query: Query, bootAt: BootAt): Query {
  return replaceFields(query, (field) => named(field, bootAt));
}

function named(query: FieldQuery, bootAt: BootAt): Query {
  const offset = bootOffset(query);
  const id = offset === undefined ? undefined : bootAt(offset);
  return id === undefined ? query : { ...query, pattern: id };
}

/** The boots that a query counts, each once. */
export function bootOffsets(query: Query): readonly number[] {
  const offsets = new Set<number>();
  nameBoots(query, (offset) => {
    offsets.add(offset);
    return undefined;
  });
  return [...offsets];
}

function bootOffset({ field, pattern }: FieldQuery): number | undefined {
  return field === "boot" && /^[+-]?\d{1,6}$/.test(pattern) ? Number(pattern) : undefined;
}
