import { SQL_FUNCTIONS, SQL_TABLES } from "../../store/sql/schema.js";

/** The tables, their columns and the functions of our own, one a line. */
export function schemaText(): string {
  const tables = SQL_TABLES.map(({ name, about, columns }) => {
    const width = Math.max(...columns.map((column) => column.name.length));
    const lines = columns.map(
      (column) => `  ${column.name.padEnd(width)}  ${column.type.padEnd("integer".length)}  ${column.about}\n`,
    );
    return `${name}: ${about}\n${lines.join("")}`;
  });
  const functions = SQL_FUNCTIONS.map(({ call, about }) => `${call}: ${about}\n`).join("");
  return `${tables.join("\n")}\n${functions}`;
}
