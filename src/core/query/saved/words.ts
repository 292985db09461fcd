import { failed, type Fault, ok, type Result } from "../../fault.js";
import { withoutFilterNames } from "./named-filters.js";
import { isSavedName, NAME_RULE, type SavedFilter } from "./saved-filter.js";

/** A filter of what somebody said; tags may begin with `#`. `saved` are those that its query may name. */
export function savedFilterOf(
  said: { readonly name: string; readonly query: string; readonly tags: readonly string[] },
  saved: readonly SavedFilter[],
): Result<SavedFilter> {
  const { name } = said;
  if (!isSavedName(name)) return failed(badName(name));
  const tags = [...new Set(said.tags.map((tag) => tag.replace(/^#/, "")))];
  const odd = tags.find((tag) => !isSavedName(tag));
  if (odd !== undefined) return failed(usage(`'${odd}' cannot be a tag`, `a tag is ${NAME_RULE}`));
  const query = withoutFilterNames(said.query.trim(), saved);
  if (query === "") return failed(usage(`${name} has no query`, "give the query in quotes behind the name"));
  return ok({ name, query, tags, about: "" });
}

/** The filters with those of a file among them, which take the place of those of their names. */
export function withImported(
  own: readonly SavedFilter[],
  imported: readonly SavedFilter[],
): { readonly filters: readonly SavedFilter[]; readonly added: number; readonly replaced: number } {
  const kept = own.map((filter) => imported.find(({ name }) => name === filter.name) ?? filter);
  const added = imported.filter(({ name }) => !own.some((filter) => filter.name === name));
  return { filters: [...kept, ...added], added: added.length, replaced: imported.length - added.length };
}

function badName(name: string): Fault {
  const message = name === "" ? "a saved filter needs a name" : `'${name}' cannot be the name of a filter`;
  return usage(message, `a name is ${NAME_RULE}`);
}

function usage(message: string, hint: string): Fault {
  return { code: "usage", message, hint };
}
