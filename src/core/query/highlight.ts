import type { Query } from "./ast.js";
import { patternPieces } from "./match/pattern.js";
import { compileTextFinder, type Span } from "./match/text-test.js";
import { compileRegex } from "./regex.js";

type Finder = (text: string) => readonly Span[];

/**
 * What of a text the query is looking for, to be marked on the screen: words, phrases and regexes that are not
 * negated, also those on `message` and `text`. The spans come left to right, in UTF-16 units, and do not touch.
 */
export function highlightRanges(query: Query): Finder {
  const finders = findersOf(query, true);
  if (finders.length === 0) return () => [];
  return (text) => merged(finders.flatMap((find) => find(text)));
}

function findersOf(query: Query, wanted: boolean): readonly Finder[] {
  switch (query.kind) {
    case "and":
    case "or":
      return query.parts.flatMap((part) => findersOf(part, wanted));
    case "not":
      return findersOf(query.part, !wanted);
    default:
      return wanted ? findersOfTerm(query) : [];
  }
}

function findersOfTerm(term: Query): readonly Finder[] {
  if (term.kind === "text") return [compileTextFinder(term.text, term.case)];
  if (term.kind === "regex" && isShown(term.field)) return regexFinders(term.source, term.flags);
  if (term.kind !== "field" || !isShown(term.field)) return [];
  return patternPieces(term.pattern).map((piece) => compileTextFinder(piece, "ignore"));
}

function regexFinders(source: string, flags: string): readonly Finder[] {
  const regex = compileRegex(source, flags);
  return regex.ok ? [regex.value.findRanges] : [];
}

function isShown(field: string | undefined): boolean {
  return field === undefined || field === "message" || field === "text";
}

function merged(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans;
  const result: Span[] = [];
  for (const [start, end] of spans.toSorted((left, right) => left[0] - right[0])) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], end)];
    else result.push([start, end]);
  }
  return result;
}
