import { meaningOf, nearestField, printedName } from "../syntax/names.js";
import { nearestOrBegun } from "../syntax/nearest.js";
import {
  ahead,
  blameNext,
  blameToken,
  type StageCursor,
  type StageFailed,
  type StageToken,
  takeKind,
  takeWord,
} from "./stage-text.js";

const FIELD_EXPECTED = "a field: unit, level, identifier, host, message, or any of the record, as field.NAME";

/** Field names with commas between them, each once; of a table the names of its columns. */
export function readNames(cursor: StageCursor): readonly string[] | StageFailed {
  const names: string[] = [];
  do {
    const token = ahead(cursor);
    const name = readName(cursor);
    if (isName(name)) {
      if (names.includes(name) && token !== undefined) return twice(token, name);
      names.push(name);
    } else return name;
  } while (takeKind(cursor, "comma"));
  const rest = ahead(cursor);
  if (rest?.kind !== "word" || /^(?:by|of|asc|desc)$/i.test(rest.text)) return names;
  return blameToken(rest, {
    message: "a comma is missing before this",
    expected: "a comma between two fields, or the end of the stage",
    instead: `, ${rest.text}`,
  });
}

/** `by NAMES` if it is there, else no names. */
export function readBy(cursor: StageCursor): readonly string[] | StageFailed {
  return takeWord(cursor, "by") ? readNames(cursor) : [];
}

/** One name. */
export function readName(cursor: StageCursor): string | StageFailed {
  const token = ahead(cursor);
  if (token?.kind !== "word") {
    const [column = "unit"] = cursor.columns ?? [];
    return blameNext(cursor, { message: "a field is missing here", expected: expectedOf(cursor), instead: column });
  }
  const name = cursor.columns === undefined ? fieldOf(token) : columnOf(token, cursor.columns);
  if (isName(name)) cursor.next += 1;
  return name;
}

export function isName(read: string | object): read is string {
  return typeof read === "string";
}

/** How a name is written: a field of entries, or a column of a table. */
export function printedNames(names: readonly string[], columns: readonly string[] | undefined): string {
  return names.map((name) => (columns === undefined ? printedField(name) : printedColumn(name))).join(", ");
}

function printedField(name: string): string {
  return OWN_ANSWERS.includes(name) ? name : printedName(name);
}

/** What `printedName` knows as words of the language rather than as names. */
const OWN_ANSWERS: readonly string[] = ["time", "level"];

function printedColumn(name: string): string {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name) ? name : printedName(name);
}

function expectedOf({ columns }: StageCursor): string {
  return columns === undefined ? FIELD_EXPECTED : `a column of the table: ${columns.join(", ")}`;
}

function fieldOf(token: StageToken): string | StageFailed {
  const typed = unquoted(token.text);
  if (typed === undefined) return quoteOpen(token);
  if (!token.text.startsWith('field."') && !NAME.test(typed)) {
    const expected = `${FIELD_EXPECTED}; odd names are written field."odd name"`;
    return blameToken(token, { message: "this is not the name of a field", expected });
  }
  const meaning = meaningOf(typed);
  switch (meaning.kind) {
    case "level":
      return "level";
    case "time":
      if (meaning.word === "time") return "time";
      return blameToken(token, { message: `${typed} is no field`, expected: FIELD_EXPECTED, instead: "time" });
    // Only in a query does it name what is saved.
    case "saved":
      return `field.${typed}`;
    case "misspelt": {
      const better = nearestField(typed);
      if (better === undefined) return typed;
      return blameToken(token, {
        message: `there is no field ${typed}`,
        expected: `a field such as ${better}; a field of the record itself is written field.${typed}`,
        instead: better,
      });
    }
    case "known":
    case "record":
    case "loose":
      return meaning.name;
  }
}

const NAME = /^[\p{L}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?$/u;

function columnOf(token: StageToken, columns: readonly string[]): string | StageFailed {
  const typed = unquoted(token.text);
  if (typed === undefined) return quoteOpen(token);
  const wanted = [typed, meaningName(typed), typed.startsWith("field.") ? typed.slice(6) : `field.${typed}`];
  const found = wanted.map((name) => columns.find((column) => column.toLowerCase() === name.toLowerCase()));
  const column = found.find((name) => name !== undefined);
  if (column !== undefined) return column;
  return blameToken(token, {
    message: `the table has no column ${typed}`,
    expected: `a column of the table: ${columns.join(", ")}`,
    instead: nearestOrBegun(typed, columns),
  });
}

/** The name that an alias stands for. */
function meaningName(typed: string): string {
  const meaning = meaningOf(typed);
  if (meaning.kind === "level") return "level";
  return "name" in meaning ? meaning.name : typed;
}

/** A name as it reads, its quotes taken away: `field."odd name"` is `field.odd name`. Undefined when one is open. */
function unquoted(text: string): string | undefined {
  const quote = text.indexOf('"');
  if (quote < 0) return text;
  const match = /^(?:field\.)?"((?:[^"\\]|\\[^])+)"$/.exec(text);
  return match?.[1] === undefined ? undefined : `field.${match[1].replace(/\\(["\\])/g, "$1")}`;
}

function quoteOpen(token: StageToken): StageFailed {
  return blameToken(token, { message: "this is not the name of a field", expected: 'a name, or field."a name"' });
}

function twice(token: StageToken, name: string): StageFailed {
  return blameToken(token, { message: `${name} is named twice`, expected: "each field once" });
}
