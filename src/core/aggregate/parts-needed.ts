import type { EntryParts } from "../entry.js";
import { fieldsRead } from "../query/stages/columns.js";
import type { Stage } from "../query/statement.js";
import { partsOf } from "./table.js";

/** Fields that stand beside the text, whatever else is made of an entry. */
const COLUMNS: ReadonlySet<string> = new Set("time level unit identifier pid host source format line text".split(" "));

/**
 * How much of the entries the stages look at; whole where entries are what they give, for whoever writes them may want
 * anything.
 */
export function partsNeeded(stages: readonly Stage[]): EntryParts {
  const parts = partsOf(stages);
  if (parts === undefined) return "whole";
  const fields = [...parts.before, parts.aggregate].flatMap(fieldsRead).filter((field) => !COLUMNS.has(field));
  if (fields.length === 0) return "text";
  return fields.every((field) => field === "message") ? "message" : "whole";
}
