import { type Fault, FaultError } from "../../core/fault.js";
import { nearestOrBegun } from "../../core/query/syntax/nearest.js";
import { SQL_TABLES } from "./schema.js";

const SCHEMA_HINT = "logstream sql --schema lists the tables and their columns";

/** What SQLite, or one of our tables, says of a statement, with the name that is meant where one is near. */
export function sqlFault(caught: unknown): Fault {
  if (caught instanceof FaultError) return caught.fault;
  if (!(caught instanceof Error)) throw caught;
  const { message } = caught;
  const column = /^no such column: (?:.*\.)?"?([^".]+)"?/.exec(message)?.[1];
  const table = /^no such table: (?:.*\.)?(.+)$/.exec(message)?.[1];
  if (column !== undefined) return { code: "usage", message, hint: columnHint(column), cause: caught };
  if (table !== undefined) return { code: "usage", message, hint: tableHint(table), cause: caught };
  return { code: "usage", message, hint: SCHEMA_HINT, cause: caught };
}

function columnHint(column: string): string {
  const near = nearestOrBegun(
    column,
    SQL_TABLES.flatMap(({ columns }) => columns.map(({ name }) => name)),
  );
  if (near !== undefined) return `did you mean ${near}?`;
  const [log] = SQL_TABLES;
  const names = log?.columns.map(({ name }) => name).join(", ") ?? "";
  return `log has ${names}; a field of the record is fields->>'${column.replaceAll("'", "''")}'`;
}

function tableHint(table: string): string {
  const names = SQL_TABLES.map(({ name }) => name);
  const near = nearestOrBegun(table, names);
  return near === undefined ? `the tables are ${names.join(", ")}` : `did you mean ${near}?`;
}
