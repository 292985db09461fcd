import type { FieldValue, Fields } from "../../core/entry.js";
import { shapedFields } from "../../core/record-fields.js";

/** Gives the same object for the same fields, as far as it remembers them. */
export type SharedSets = { share(fields: Fields): Fields };

/** Against a source whose fields never come again the memory is bounded; what is forgotten is only kept twice. */
const MAX_SETS = 4_096;
/** Longer texts hardly come again. */
const MAX_KEY = 4_096;

export function createSharedSets(): SharedSets {
  let known = new Map<string, Fields>();
  return {
    share(fields) {
      const key = keyOf(fields);
      if (key === undefined) return fields;
      const same = known.get(key);
      if (same !== undefined) return same;
      if (known.size >= MAX_SETS) known = new Map();
      const shared = shapedFields(fields);
      known.set(key, shared);
      return shared;
    },
  };
}

/** Equal for equal fields in equal order only; undefined where a value is not a short text. */
function keyOf(fields: Fields): string | undefined {
  let key = "";
  for (const name of Object.keys(fields)) {
    const value: FieldValue | undefined = fields[name];
    if (typeof value !== "string") return undefined;
    key += `${name.length}:${value.length}:${name}${value}`;
    if (key.length > MAX_KEY) return undefined;
  }
  return key;
}
