import { UNIT_SOURCES, unitsIn } from "../../systemd/unit-names.js";
import { ownField } from "./own-field.js";
import { type AskedRecords, createFieldLookup } from "./record-field.js";

/** `unitsIn` of records whose fields lie in columns; what records share is looked into once for all of them. */
export function createUnitLookup(records: AskedRecords): (row: number) => readonly string[] {
  const known: (readonly string[] | undefined)[] = [];
  const field = createFieldLookup(records);
  const differs = records.own.some(({ name }) => UNIT_SOURCES.has(name.toUpperCase()));
  return (row) => {
    const set = records.setAt(row);
    if (set < 0) return NONE;
    if (differs) return unitsIn((name) => field(row, name));
    return (known[set] ??= unitsIn((name) => ownField(records.sharedIn(set), name)));
  };
}

const NONE: readonly string[] = [];
