import { LEVELS } from "../../core/level.js";
import { EVENT_NAMES } from "../../core/systemd/unit-event.js";
import { printQuery } from "../../core/query/print.js";
import { fieldQuery } from "../overlays/detail.js";
import type { State } from "../state.js";
import { type Candidate, fitting, type Offers } from "./candidate.js";
import { FIELDS } from "./fields.js";
import { MOMENTS, STRETCHES, timesFor } from "./times.js";
import { valuesOf } from "./values.js";

/** The last word of a query, taken apart: `-unit:ng` is a sign, a name with its operator, and a value. */
export type QueryWord = {
  readonly before: string;
  readonly sign: string;
  readonly name: string | undefined;
  readonly operator: string;
  readonly value: string;
};

export function lastWord(text: string): QueryWord {
  const word = /\S*$/u.exec(text)?.[0] ?? "";
  const sign = /^[-!(]*/.exec(word)?.[0] ?? "";
  const rest = word.slice(sign.length);
  const before = text.slice(0, text.length - word.length);
  const [, name, operator = "", value = ""] = /^([\w.]+)(:|>=|<=|>|<)(.*)$/u.exec(rest) ?? [];
  return { before, sign, name, operator, value: name === undefined ? rest : value };
}

/** What the last word of a query could become. */
export function queryOffers(state: State, text: string): Offers {
  const { before, sign, name, operator, value } = lastWord(text);
  const stem = before + sign;
  if (name === undefined) return { stem, candidates: fitting([...FIELDS, ...ownFields(state, value)], value) };
  return { stem, candidates: fitting(ofName(state, name, operator, value), name + operator + value) };
}

/** The field whose values are wanted from the store; undefined where they are known by themselves. */
export function wantedField(text: string): string | undefined {
  const { name, operator } = lastWord(text);
  if (name === undefined || operator !== ":") return undefined;
  if (name.startsWith("field.")) return name.length > "field.".length ? name : undefined;
  return COUNTED.includes(name) ? name : undefined;
}

const COUNTED: readonly string[] = ["unit", "identifier", "host", "pid", "category", "format", "exit", "result", "job"];

type Values = (state: State, value: string) => readonly Candidate[];

/** Values that are known without the store. */
const KNOWN: Readonly<Record<string, Values>> = {
  since: (_, value) => timesFor(value),
  until: (_, value) => timesFor(value),
  time: (_, value) => timesFor(value),
  between: () => STRETCHES,
  around: () => MOMENTS,
  level: () => [...LEVELS.toReversed(), "none"].map((text) => ({ text, about: "" })),
  event: () => EVENT_NAMES.map((text) => ({ text, about: "" })),
  boot: () => [
    { text: "0", about: "this boot" },
    { text: "-1", about: "the boot before" },
    { text: "-2", about: "the one before that" },
  ],
  filter: (state) => state.saved.list.map(({ filter }) => ({ text: filter.name, about: filter.about || filter.query })),
  session: (state) =>
    (state.sessions.list ?? []).map(({ name, command, result }, index) => ({
      text: name !== undefined && /^[\w.-]+$/.test(name) && !/^\d+$/.test(name) ? name : `@${index + 1}`,
      about: `${result}: ${command.join(" ")}`,
    })),
  source: (state) =>
    (state.engine?.sources ?? []).map(({ id, label }) => ({
      text: printQuery(fieldQuery("source", id)).slice("source:".length),
      about: label === id ? "" : label,
    })),
};

function ofName(state: State, name: string, operator: string, value: string): readonly Candidate[] {
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  if (known !== undefined) return known(state, value).map((one) => ({ ...one, text: name + operator + one.text }));
  return operator === ":" ? valuesOf(state, name) : [];
}

/** Fields that the records on this page have of their own, once somebody begins to type `field.`. */
function ownFields(state: State, typed: string): readonly Candidate[] {
  if (!"field.".startsWith(typed.slice(0, "field.".length)) || typed.length < 2) return [];
  const names = new Set((state.stream.page?.entries ?? []).flatMap(({ fields }) => Object.keys(fields)));
  return [...names]
    .filter((name) => /^[\w-]{1,60}$/.test(name))
    .toSorted()
    .map((name) => ({ text: `field.${name}:`, about: "a field of the record" }));
}
