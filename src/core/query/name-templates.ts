import { covers } from "../template/match-template.js";
import { asTemplateId, type Template, type TemplateId, templateText } from "../template/template.js";
import { BUILD_FORMATS, BUILD_SPACE } from "../template/text-memory.js";
import { EVERYTHING, type Query } from "./ast.js";
import { literalPattern } from "./match/pattern.js";
import { type FieldQuery, replaceFields } from "./replace-fields.js";

/** So many more special templates are told apart from one. */
const MOST_OTHERS = 100;

/** The ids of templates that a query names, each once. */
export function templateIdsIn(query: Query): readonly TemplateId[] {
  const ids = new Set<TemplateId>();
  replaceFields(query, (field) => {
    const id = templateIdOf(field);
    if (id !== undefined) ids.add(id);
    return field;
  });
  return [...ids];
}

/** What a query asks beside its template ids: at least all that it finds. */
export function withoutTemplateIds(query: Query): Query {
  switch (query.kind) {
    case "field":
      return templateIdOf(query) === undefined ? query : EVERYTHING;
    case "not":
      return templateIdsIn(query).length > 0 ? EVERYTHING : query;
    case "and":
    case "or":
      return { ...query, parts: query.parts.map(withoutTemplateIds) };
    default:
      return query;
  }
}

/**
 * The query with texts in the place of the ids of these templates, which mean something only where they were learnt: by
 * whom a message is, what it says, and that it has none of the templates that say more. An unknown id stays.
 */
export function nameTemplates(query: Query, templates: readonly Template[], named: NamedTemplates): Query {
  return replaceFields(query, (field) => {
    const id = templateIdOf(field);
    const template = id === undefined ? undefined : named(id);
    return template === undefined ? field : queryOf(template, templates);
  });
}

/** The template that an id stands for now. */
export type NamedTemplates = (id: TemplateId) => Template | undefined;

function queryOf(template: Template, all: readonly Template[]): Query {
  const others = all.filter(
    (other) => other.space === template.space && other.id !== template.id && covers(template.tokens, other.tokens),
  );
  return {
    kind: "and",
    parts: [
      ofSpace(template.space),
      textQuery(template),
      ...others.slice(0, MOST_OTHERS).map((other): Query => ({ kind: "not", part: textQuery(other) })),
    ],
  };
}

function textQuery(template: Template): Query {
  return { kind: "field", field: "template", pattern: literalPattern(templateText(template)) };
}

/** As `spaceOf` tells whose message an entry is. */
function ofSpace(space: string): Query {
  const is = (field: string, pattern: string): Query => ({ kind: "field", field, pattern: literalPattern(pattern) });
  const ofUnit: Query = { kind: "and", parts: [is("identifier", ""), is("unit", space)] };
  const named: Query = space === "" ? ofUnit : { kind: "or", parts: [is("identifier", space), ofUnit] };
  const ofBuild: Query = { kind: "or", parts: BUILD_FORMATS.map((format) => is("format", format)) };
  if (space === BUILD_SPACE) return { kind: "or", parts: [ofBuild, named] };
  return { kind: "and", parts: [{ kind: "not", part: ofBuild }, named] };
}

function templateIdOf({ field, pattern }: FieldQuery): TemplateId | undefined {
  return field === "template" ? asTemplateId(pattern) : undefined;
}
