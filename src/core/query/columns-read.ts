import { isEventField } from "../systemd/unit-event.js";
import type { Query } from "./ast.js";
import { fieldsRead } from "./stages/columns.js";
import { isAggregate, type Statement } from "./statement.js";

/** The parts of entries that are kept apart, cheapest first; `headers` is what is known of many entries at once. */
const COLUMNS = ["headers", "levels", "times", "names", "text", "fields"] as const;
export type ColumnRead = (typeof COLUMNS)[number];

const HOME: Readonly<Record<string, ColumnRead>> = {
  level: "levels",
  time: "times",
  unit: "names",
  identifier: "names",
  host: "names",
  pid: "names",
  format: "names",
  source: "headers",
  line: "headers",
  message: "text",
  template: "text",
  text: "text",
};

/**
 * What has to be read of entries for a table, at most: where headers of blocks tell enough of levels and times, those
 * are not opened. `unit` and what systemd's records tell look into fields, too.
 */
export function columnsRead({ query, stages }: Statement): readonly ColumnRead[] {
  const read = new Set<ColumnRead>(["headers"]);
  addQuery(read, query);
  const toTheTable = stages.slice(0, stages.findIndex(isAggregate) + 1);
  for (const field of toTheTable.flatMap(fieldsRead)) read.add(homeOf(field));
  return COLUMNS.filter((column) => read.has(column));
}

function addQuery(read: Set<ColumnRead>, query: Query): void {
  switch (query.kind) {
    case "all":
      return;
    case "and":
    case "or":
      for (const part of query.parts) addQuery(read, part);
      return;
    case "not":
      addQuery(read, query.part);
      return;
    case "text":
      read.add("text");
      return;
    case "regex":
      read.add(query.field === undefined ? "text" : homeOf(query.field));
      return;
    case "level":
      read.add("levels");
      return;
    case "time":
      read.add("times");
      return;
    case "field":
    case "compare":
      read.add(homeOf(query.field));
      // A record of systemd's is found by every unit that it names.
      if (query.field === "unit") read.add("fields");
  }
}

function homeOf(field: string): ColumnRead {
  if (isEventField(field)) return "fields";
  return Object.hasOwn(HOME, field) ? (HOME[field] ?? "fields") : "fields";
}
