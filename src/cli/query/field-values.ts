import type { FieldValue } from "../../core/entry.js";
import { visible } from "../../lib/visible.js";
import { chosenValue, valueText } from "../output/field-choice.js";
import type { Finder } from "./finder.js";

/** Each value that the field has among the matches, once, in the order of their first coming; safe to print. */
export async function fieldValues(finder: Finder, name: string): Promise<readonly string[]> {
  const seen = new Set<string>();
  for await (const entries of finder.matches({ direction: "oldest-first", limit: undefined, parts: "whole" })) {
    for (const entry of entries) for (const value of valuesIn(chosenValue(entry, name))) seen.add(value);
  }
  return [...new Set([...seen].map((value) => value.split("\n").map(visible).join("\n")))];
}

/** A field that comes more than once has several values. */
function valuesIn(value: FieldValue | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  return typeof value === "object" && !(value instanceof Uint8Array) ? value.map(valueText) : [valueText(value)];
}
