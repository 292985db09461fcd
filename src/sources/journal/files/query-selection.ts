import type { FieldValue } from "../../../core/entry.js";
import { LEVEL_UNKNOWN } from "../../../core/level.js";
import type { Query } from "../../../core/query/ast.js";
import { ALL_LEVELS, boundsOf } from "../../../core/query/bounds.js";
import { requiredLiterals } from "../../../core/query/literals.js";
import { FIELD_NAMES, type Matchable } from "../../../core/query/matchable.js";
import type { Needs } from "../../../core/query/match/needs.js";
import { compileQuery } from "../../../core/query/predicate.js";
import { ALL, everyOf, type Selection, someOf } from "./selection.js";

/**
 * What a journal file's indexes know of a question: every entry that matches is among the selected, and few others are.
 * Whoever reads them tests them again.
 */
export function selectionOfQuery(query: Query): Selection {
  return everyOf([ofLevels(boundsOf(query).levels), ofTerms(query)]);
}

function ofTerms(query: Query): Selection {
  switch (query.kind) {
    case "and":
      return everyOf(query.parts.map(ofTerms));
    case "or":
      return someOf(query.parts.map(ofTerms));
    case "not":
      return query.part.kind === "not" ? ofTerms(query.part.part) : ALL;
    case "text":
      return ofNeeds(requiredLiterals(query));
    case "regex":
      return isOfMessage(query)
        ? ofNeeds(requiredLiterals({ ...query, field: undefined }))
        : ofField(query.field ?? "text", query);
    case "field":
    case "compare":
      return ofField(query.field, query);
    case "all":
    case "level":
    case "time":
      return ALL;
  }
}

/** The text of a journal's record is its message. */
function isOfMessage({ field }: Query & { readonly kind: "regex" }): boolean {
  return field === undefined || field === "text" || field === "message";
}

function ofNeeds(needs: Needs): Selection {
  switch (needs.kind) {
    case "anything":
      return ALL;
    case "literal":
      // A message that was given in two parts has a line end between them that is in neither.
      return needs.text.includes("\n") ? ALL : { kind: "holds", literals: [needs] };
    case "one":
      return someOf(needs.parts.map(ofNeeds));
    case "all":
      return together(needs.parts.map(ofNeeds));
  }
}

/** One search is enough: the longer the literal, the fewer hold it. */
function together(parts: readonly Selection[]): Selection {
  const literals = parts.flatMap((part) => (part.kind === "holds" ? part.literals : []));
  const [first, ...others] = literals.toSorted((one, other) => other.text.length - one.text.length);
  return first === undefined ? everyOf(parts) : { kind: "holds", literals: [first, ...others] };
}

const UNITS = [
  "UNIT",
  "USER_UNIT",
  "_SYSTEMD_UNIT",
  "_SYSTEMD_USER_UNIT",
  "COREDUMP_UNIT",
  "COREDUMP_USER_UNIT",
  "OBJECT_SYSTEMD_UNIT",
  "OBJECT_SYSTEMD_USER_UNIT",
  "_SYSTEMD_SLICE",
  "_SYSTEMD_USER_SLICE",
];

/** Which fields of a record an entry's own names are taken from. */
const TAKEN_FROM: Readonly<Record<string, readonly string[]>> = {
  unit: UNITS,
  identifier: ["SYSLOG_IDENTIFIER", "_COMM"],
  host: ["_HOSTNAME"],
  pid: ["_PID", "SYSLOG_PID"],
};

/** A test of one field, made on each of its values instead of on each entry. */
function ofField(field: string, query: Query): Selection {
  // The empty pattern asks for entries without the field.
  if (query.kind === "field" && query.pattern === "") return ALL;
  const predicate = compileQuery(query);
  const test = (value: FieldValue) => predicate(rowWith(value)) || predicate(rowWith(asNumber(value)));
  const names = Object.hasOwn(TAKEN_FROM, field) ? TAKEN_FROM[field] : undefined;
  if (names !== undefined) return { kind: "passes", names, test };
  if (field === "boot") return someOf([anyCase("boot", test), anyCase("_BOOT_ID", test)]);
  const own = field.startsWith("field.") ? field.slice("field.".length) : field;
  // What an entry has beside its fields is in no index.
  const isComputed = FIELD_NAMES.some((name) => name === field) || own.startsWith("__") || /^logstream/i.test(own);
  return isComputed ? ALL : anyCase(own, test);
}

function anyCase(name: string, test: (value: FieldValue) => boolean): Selection {
  return { kind: "passes-any-case", name, test };
}

/** As the columns have process ids. */
function asNumber(value: FieldValue): FieldValue {
  return typeof value === "string" && /^\s*\d{1,10}\s*$/.test(value) ? Number(value) : value;
}

function rowWith(value: FieldValue): Matchable {
  return {
    text: () => "",
    message: () => "",
    level: () => LEVEL_UNKNOWN,
    at: () => 0,
    units: () => [],
    field: () => value,
  };
}

/** Where PRIORITY tells no level, the words of the message may. */
function ofLevels(mask: number): Selection {
  if ((mask & ALL_LEVELS) === ALL_LEVELS) return ALL;
  const passes = (value: FieldValue) => {
    const isLevel = typeof value === "string" && /^[0-7]$/.test(value);
    return !isLevel || ((mask >> Number(value)) & 1) === 1;
  };
  return someOf([
    { kind: "passes", names: ["PRIORITY"], test: passes },
    { kind: "lacks", name: "PRIORITY" },
  ]);
}
