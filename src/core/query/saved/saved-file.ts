import { placeIn, readJson } from "../../../lib/read-json.js";
import { isSavedName, NAME_RULE, type SavedFilter } from "./saved-filter.js";

/** The form of a file of filters: `{ "version": 1, "filters": [{ "name", "query", "tags", "about" }] }`. */
const VERSION = 1;
const MOST_FILTERS = 500;
const MOST_QUERY = 10_000;
const MOST_ABOUT = 200;
const MOST_TAGS = 20;

/** What a file of filters holds; else what is wrong with it and where, as what follows its path. */
export type ReadFilters =
  | { readonly ok: true; readonly filters: readonly SavedFilter[]; readonly schema: string | undefined }
  | { readonly ok: false; readonly trouble: string };

export function readSavedFilters(text: string): ReadFilters {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return trouble(jsonTrouble(text));
  }
  if (!isRecord(value)) return trouble("must hold one JSON object");
  const { version, filters, $schema: schema, ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return trouble(`has '${unknown}', which is unknown: it holds version and filters`);
  if (version !== VERSION) return trouble(versionTrouble(version));
  if (!Array.isArray(filters)) return trouble("must hold a list called 'filters'");
  if (filters.length > MOST_FILTERS) return trouble(`holds more than ${MOST_FILTERS} filters`);
  const read: SavedFilter[] = [];
  for (const [index, item] of filters.entries()) {
    const filter = filterOf(item);
    if (typeof filter === "string") return trouble(`has a fault in filters[${index}]: ${filter}`);
    const first = read.findIndex(({ name }) => name === filter.name);
    if (first >= 0) return trouble(`has the name '${filter.name}' twice: in filters[${first}] and filters[${index}]`);
    read.push(filter);
  }
  return { ok: true, filters: read, schema: typeof schema === "string" ? schema : undefined };
}

function jsonTrouble(text: string): string {
  const read = readJson(text);
  // It is written anew as a whole: comments would be lost.
  if (read.kind !== "trouble") return "has comments, or a comma behind a last element, which JSON does not know";
  const { line, column } = placeIn(text, read.at);
  return `is not JSON from line ${line}, column ${column} on: ${read.message}`;
}

/** The text of a file that holds these. */
export function savedFiltersText(filters: readonly SavedFilter[], schema?: string): string {
  const listed = filters.map(({ name, query, tags, about }) => ({
    name,
    query,
    ...(tags.length > 0 && { tags }),
    ...(about !== "" && { about }),
  }));
  const file = { ...(schema !== undefined && { $schema: schema }), version: VERSION, filters: listed };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function versionTrouble(version: unknown): string {
  if (version === undefined) return `has no "version": ${VERSION}`;
  return typeof version === "number" && version > VERSION
    ? `is of a newer logstream (version ${version})`
    : `must have "version": ${VERSION}`;
}

/** A text says what is wrong. */
function filterOf(item: unknown): SavedFilter | string {
  if (!isRecord(item)) return "it must be an object with name and query";
  const { name, query, tags = [], about = "", ...others } = item;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return `'${unknown}' is unknown; it has name, query, tags and about`;
  if (typeof name !== "string" || !isSavedName(name)) return `'name' must be ${NAME_RULE}`;
  if (typeof query !== "string" || query.trim() === "" || query.length > MOST_QUERY)
    return `'query' of ${name} must be a query, at most ${MOST_QUERY} characters`;
  if (!isTags(tags)) return `'tags' of ${name} must be a list of at most ${MOST_TAGS}, each ${NAME_RULE}`;
  if (typeof about !== "string" || about.length > MOST_ABOUT)
    return `'about' of ${name} must be a text of at most ${MOST_ABOUT} characters`;
  return { name, query, tags, about };
}

function isTags(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_TAGS &&
    value.every((tag) => typeof tag === "string" && isSavedName(tag))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function trouble(words: string): ReadFilters {
  return { ok: false, trouble: words };
}
