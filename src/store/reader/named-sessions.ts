import type { Query } from "../../core/query/ast.js";
import { fold } from "../../core/query/match/fold.js";
import { compileWhole, literalPattern } from "../../core/query/match/pattern.js";
import { errorSourceOf, type Session } from "../../core/session.js";
import { timesOfGeneration } from "./named-generations.js";
import { micros } from "../../core/time.js";

/** All sessions, the newest first. */
export type Sessions = () => readonly Session[];

/**
 * Puts what belongs to a session in the place of `session:@1` (the newest), `session:@2`, `session:12` (its number) and
 * `session:NAME`, which mean something only in a store, and only at the moment of asking. One that does not exist stays
 * and matches nothing. `generation:42` becomes the times in which that generation ran. Returns the same query when it names none.
 */
export function nameSessions(query: Query, sessions: Sessions): Query {
  switch (query.kind) {
    case "field":
      return namedField(query, sessions);
    case "and":
    case "or": {
      const parts = query.parts.map((part) => nameSessions(part, sessions));
      return parts.every((part, index) => part === query.parts[index]) ? query : { ...query, parts };
    }
    case "not": {
      const part = nameSessions(query.part, sessions);
      return part === query.part ? query : { ...query, part };
    }
    case "all":
    case "text":
    case "regex":
    case "compare":
    case "level":
    case "time":
      return query;
  }
}

function namedField(query: Query & { readonly kind: "field" }, sessions: Sessions): Query {
  if (query.field === "session") return named(query, sessions);
  return query.field === "generation" ? namedGeneration(query, sessions) : query;
}

/** A word that is no number, or a generation of which nothing is known, stays as it is. */
function namedGeneration(query: Query & { readonly kind: "field" }, sessions: Sessions): Query {
  if (!/^\d{1,9}$/.test(query.pattern)) return query;
  return timesOfGeneration(Number(query.pattern), sessions()) ?? query;
}

function named(query: Query & { readonly kind: "field" }, sessions: Sessions): Query {
  if (query.pattern === "") return query;
  const found = sessionsCalled(query.pattern, sessions());
  return found.length === 0 ? query : anyOf(found.map(entriesOf));
}

/** The sessions that a word stands for: one by its place or number, else all of that name (`*` is any run of letters). */
export function sessionsCalled(word: string, sessions: readonly Session[]): readonly Session[] {
  const place = /^@(\d{1,9})$/.exec(word)?.[1];
  const byPlace = place === undefined ? undefined : sessions[Number(place) - 1];
  if (place !== undefined) return byPlace === undefined ? [] : [byPlace];
  const byNumber = sessions.filter(({ id }) => String(id) === word);
  if (byNumber.length > 0) return byNumber;
  const matches = compileWhole(word);
  return sessions.filter(({ name }) => name !== undefined && matches(name));
}

/** What an activation says of itself, beside the units that it touches. */
const ACTIVATION: readonly Query[] = [
  field("identifier", "nixos"),
  field("unit", "nixos-rebuild-switch-to-configuration.service"),
  field("unit", "nix-daemon.service"),
];

/**
 * What the session itself said, and within its time what the units said that it touched. A command that logstream ran
 * has its outputs for itself, with whatever times stand in them; a source that was only noticed may be others', too.
 */
function entriesOf(session: Session): Query {
  const { source, units, kind, origin } = session;
  const own = source === undefined ? [] : [exactly(source), exactly(errorSourceOf(source))];
  const journal = [...unitQueries(units), ...(kind === "rebuild" ? ACTIVATION : [])];
  const [always, within] = origin === "started" ? [own, journal] : [[], [...own, ...journal]];
  const timed: readonly Query[] = within.length === 0 ? [] : [{ kind: "and", parts: [timeOf(session), anyOf(within)] }];
  return anyOf([...always, ...timed]);
}

function unitQueries(units: Session["units"]): readonly Query[] {
  const names = new Map(units.map(({ unit }) => [fold(unit), unit]));
  const invocations = new Set(units.flatMap(({ invocation }) => (invocation === undefined ? [] : [invocation])));
  return [
    ...[...names.values()].map((unit) => field("unit", unit)),
    ...[...invocations].map((id) => field("_SYSTEMD_INVOCATION_ID", id)),
  ];
}

function timeOf({ startedAt, endedAt }: Session): Query {
  return { kind: "time", from: startedAt, to: endedAt === undefined ? undefined : micros(endedAt + 1) };
}

function exactly(source: string): Query {
  return field("source", source);
}

function field(name: string, value: string): Query {
  return { kind: "field", field: name, pattern: literalPattern(value) };
}

function anyOf(parts: readonly Query[]): Query {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: "or", parts };
}
