import { groupedIncludes } from "../query/effective.js";
import type { FilterState } from "../state.js";

/** All that is filtered by, as one query that says the same; "" when nothing is. */
export function inForceText({ base, level, list }: FilterState): string {
  const active = list.filter(({ enabled }) => enabled);
  const includes = groupedIncludes(active.filter(({ mode }) => mode === "include"));
  return [
    ...(base.query.kind === "all" ? [] : [bracketed(base.text)]),
    ...(level === undefined ? [] : [`level>=${level}`]),
    ...includes.map((group) =>
      group.length === 1
        ? bracketed(group[0]?.text ?? "")
        : `(${group.map(({ text }) => bracketed(text)).join(" or ")})`,
    ),
    ...active.filter(({ mode }) => mode === "exclude").map(({ text }) => excludedText(text)),
  ].join(" ");
}

/** A query that finds what the text does not. */
export function excludedText(text: string): string {
  return `-${bracketed(text)}`;
}

/** One word or field needs no brackets. */
function bracketed(text: string): string {
  return /^[\w.]+(?:[:<>]=?[\w.@/-]+)?$/.test(text) && !/^(?:and|or|not)$/i.test(text) ? text : `(${text})`;
}
