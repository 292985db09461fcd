import type { Fields, FieldValue } from "../../entry.js";

const PREFIX = "field.";

/**
 * A record's own field by the name a query uses: the exact name first, then without regard to case. `field.NAME` asks
 * for NAME also where an entry itself answers to it (`field.unit`). Linear in the number of fields when the case
 * differs.
 */
export function ownField(fields: Fields, name: string): FieldValue | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const wanted = (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name).toLowerCase();
  if (name.startsWith(PREFIX)) {
    const own = name.slice(PREFIX.length);
    if (Object.hasOwn(fields, own)) return fields[own];
  }
  for (const key in fields) {
    if (key.length === wanted.length && key.toLowerCase() === wanted) return fields[key];
  }
  return undefined;
}
