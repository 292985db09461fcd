import type { FieldValue, LogEntry } from "../../entry.js";
import { levelNumber } from "../../level.js";
import type { Matchable } from "../matchable.js";
import { isEventField, unitEvent, type UnitEvent } from "../../systemd/unit-event.js";
import { namesUnits, unitsIn } from "../../systemd/unit-names.js";
import { ownField } from "./own-field.js";

/** An entry as a predicate asks it. Where an entry has no field of its own for a name, its record may have one. */
export function entryRow(entry: LogEntry): Matchable {
  return {
    text: () => entry.text,
    message: () => entry.message,
    level: () => levelNumber(entry.level),
    at: () => entry.at,
    field: (name) => fieldOfEntry(entry, name),
    units: () => (namesUnits(entry.format) ? unitsIn((name) => ownField(entry.fields, name)) : []),
  };
}

const COLUMNS: Readonly<Record<string, (entry: LogEntry) => FieldValue | undefined>> = {
  time: (entry) => entry.at,
  level: (entry) => entry.level,
  unit: (entry) => entry.unit,
  identifier: (entry) => entry.identifier,
  pid: (entry) => entry.pid,
  host: (entry) => entry.host,
  source: (entry) => entry.source,
  format: (entry) => entry.format,
  category: (entry) => entry.category,
  message: (entry) => entry.message,
  text: (entry) => entry.text,
  line: (entry) => entry.line,
  boot: (entry) => ownField(entry.fields, "boot") ?? ownField(entry.fields, "_BOOT_ID"),
};

function fieldOfEntry(entry: LogEntry, name: string): FieldValue | undefined {
  if (isEventField(name)) return eventOfEntry(entry)[name] ?? ownField(entry.fields, name);
  const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
  return column === undefined ? ownField(entry.fields, name) : column(entry);
}

/** What the entry tells of a unit or the system. Fields of its own that happen to have these names do not count. */
export function eventOfEntry(entry: LogEntry): UnitEvent {
  return unitEvent(
    (name) => ownField(entry.fields, name),
    () => entry.message,
  );
}
