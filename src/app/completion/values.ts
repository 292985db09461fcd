import type { AggregateSnapshot } from "../../core/ports.js";
import { EVERYTHING } from "../../core/query/ast.js";
import type { Statement } from "../../core/query/statement.js";
import { printQuery } from "../../core/query/print.js";
import type { Micros } from "../../core/time.js";
import { counted } from "../../lib/counted.js";
import type { Effect, Step } from "../effect.js";
import type { Moment } from "../moment.js";
import { fieldQuery } from "../overlays/detail.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import type { Candidate } from "./candidate.js";

/** The commonest values of a field, in the whole scope. */
export type FieldValues = {
  readonly field: string;
  /** When they were asked for, and with which request. */
  readonly at: Micros;
  readonly request: number;
  /** Grow until all is counted; undefined until the first have come. */
  readonly values: readonly Candidate[] | undefined;
};

const MOST_VALUES = 100;
/** A value of a log is no word that anybody completes beyond this. */
const LONGEST = 200;
/** The values of so many fields are remembered. */
const MOST_FIELDS = 12;
/** So long they are as good as new, in microseconds. */
const FRESH = 30_000_000;

/** Asks for the values of a field, unless they are known or on their way. */
export function askForValues(state: State, field: string, { now }: Moment): Step<State> {
  const known = state.offers.values.find((other) => other.field === field);
  if (known !== undefined && now - known.at < FRESH && now >= known.at) return still(state);
  const request = state.requests.next;
  const asked: FieldValues = { field, at: now, request, values: known?.values };
  // Of those that did not come nothing is known: the next answer is another's.
  const others = state.offers.values.filter((other) => other.field !== field && other.values !== undefined);
  const statement: Statement = { query: EVERYTHING, stages: [{ kind: "top", most: MOST_VALUES, fields: [field] }] };
  const effect: Effect = { kind: "load-values", request, statement, scope: state.scope };
  return {
    state: {
      ...state,
      requests: { ...state.requests, next: request + 1 },
      offers: { ...state.offers, values: [asked, ...others].slice(0, MOST_FIELDS) },
    },
    effects: [effect],
  };
}

/** Takes in as many as are counted so far. */
export function valuesCame(state: State, request: number, { table }: AggregateSnapshot): State {
  const known = state.offers.values.find((other) => other.request === request);
  if (known === undefined) return state;
  const count = table.columns.findIndex(({ kind }) => kind === "count");
  const values = table.rows.flatMap((row): readonly Candidate[] => {
    const [value] = row;
    if (value === undefined || String(value) === "" || String(value).length > LONGEST) return [];
    const text = printQuery(fieldQuery(known.field, String(value)));
    return [{ text, about: count < 0 ? "" : counted(Number(row[count] ?? 0)) }];
  });
  const others = state.offers.values.map((other) => (other === known ? { ...known, values } : other));
  return { ...state, offers: { ...state.offers, values: others } };
}

/** What is known of a field's values: from the store, else from the lines on this page. */
export function valuesOf(state: State, field: string): readonly Candidate[] {
  const stored = state.offers.values.find((other) => other.field === field)?.values;
  return stored ?? valuesOnPage(state, field);
}

function valuesOnPage(state: State, field: string): readonly Candidate[] {
  const entries = state.stream.page?.entries ?? [];
  const own = field.replace(/^field\./, "");
  const known = entries.flatMap((entry) => {
    const value: unknown = Object.hasOwn(entry, field) ? Reflect.get(entry, field) : entry.fields[own];
    return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
  });
  const values = [...new Set(known)].filter((value) => value !== "" && value.length <= LONGEST);
  return values.slice(0, MOST_VALUES).map((value) => ({ text: printQuery(fieldQuery(field, value)), about: "" }));
}
