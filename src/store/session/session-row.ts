import type { BuildReport } from "../../core/build-report.js";
import { sourceId } from "../../core/entry.js";
import type { NewSession, Session, SessionId } from "../../core/session.js";
import { micros } from "../../core/time.js";

/** A session as it lies in its table; `build` is null, too, where it was not asked for. */
export type SessionRow = {
  readonly id: number;
  readonly kind: Session["kind"];
  readonly origin: Session["origin"];
  readonly name: string | null;
  readonly source: string | null;
  readonly started: number;
  readonly ended: number | null;
  readonly result: Session["result"];
  readonly exit_code: number | null;
  readonly details: string;
  readonly build: string | null;
};

const DETAILS = [
  "command",
  "folder",
  "host",
  "user",
  "boot",
  "signal",
  "phases",
  "units",
  "generationBefore",
  "generationAfter",
  "tags",
  "note",
] as const;

type Details = Pick<Session, (typeof DETAILS)[number]>;

const NO_DETAILS: Details = {
  command: [],
  folder: undefined,
  host: undefined,
  user: undefined,
  boot: undefined,
  signal: undefined,
  phases: [],
  units: [],
  generationBefore: undefined,
  generationAfter: undefined,
  tags: [],
  note: undefined,
};

export function rowOf(session: NewSession): Omit<SessionRow, "id"> {
  const { kind, origin, name, source, startedAt, endedAt, result, exitCode, build } = session;
  return {
    kind,
    origin,
    name: name ?? null,
    source: source ?? null,
    started: startedAt,
    ended: endedAt ?? null,
    result,
    exit_code: exitCode ?? null,
    details: JSON.stringify(Object.fromEntries(DETAILS.map((name) => [name, session[name]]))),
    build: build === undefined ? null : JSON.stringify(shortened(build)),
  };
}

export function sessionOf(row: SessionRow): Session {
  const details = parsed<Partial<Details>>(row.details);
  return {
    ...NO_DETAILS,
    ...details,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the brand is put on
    id: row.id as SessionId,
    kind: row.kind,
    origin: row.origin,
    name: row.name ?? undefined,
    source: row.source === null ? undefined : sourceId(row.source),
    startedAt: micros(row.started),
    endedAt: row.ended === null ? undefined : micros(row.ended),
    result: row.result,
    exitCode: row.exit_code ?? undefined,
    build: row.build === null ? undefined : parsed<BuildReport>(row.build),
  };
}

/** The log of what went well is in the entries; of a failure its end is kept with the session. */
function shortened(build: BuildReport): BuildReport {
  const steps = build.steps.map((step) => (step.state === "failed" ? step : { ...step, logTail: [] }));
  return { ...build, steps };
}

/** Undefined for what is damaged: then the columns tell what is left to tell. */
function parsed<Value>(text: string): Value | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `rowOf` alone writes it; another shape is a migration
    return typeof value === "object" && value !== null ? (value as Value) : undefined;
  } catch {
    return undefined;
  }
}
