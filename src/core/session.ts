import type { BuildReport } from "./build-report.js";
import { type SourceId, sourceId } from "./entry.js";
import type { Result } from "./fault.js";
import type { Micros } from "./time.js";

/** Numbers a recorded session within its store; never used again. */
export type SessionId = number & { readonly __id: "session" };

export type SessionKind = "run" | "rebuild";

const SESSION_RESULTS = ["running", "succeeded", "failed", "interrupted", "unknown"] as const;
/** `unknown`: whoever recorded it went away before its end, or nothing told how it ended. */
export type SessionResult = (typeof SESSION_RESULTS)[number];

const SESSION_PHASES = ["evaluation", "build", "activation"] as const;
export type SessionPhaseName = (typeof SESSION_PHASES)[number];

export type SessionPhase = {
  readonly name: SessionPhaseName;
  readonly startedAt: Micros;
  readonly endedAt: Micros | undefined;
  readonly result: SessionResult;
};

/** A unit that was started, stopped, reloaded or failed while the session ran. */
export type SessionUnit = {
  readonly unit: string;
  readonly state: "started" | "stopped" | "reloaded" | "failed";
  /** systemd's word for a failure: exit-code, signal, timeout, oom-kill, dependency … */
  readonly result: string | undefined;
  /** 32 hex digits of the invocation that was last seen. */
  readonly invocation: string | undefined;
};

export type Generation = { readonly number: number | undefined; readonly path: string };

/**
 * One rebuild or one command, from its first sign to its end: what the list of sessions shows, and what `session:@1` in
 * a query stands for. Its entries are those of `source` and, between start and end, those of its units.
 */
export type Session = {
  readonly id: SessionId;
  readonly kind: SessionKind;
  /** Whether logstream ran it, or noticed that somebody else did. */
  readonly origin: "started" | "noticed";
  readonly name: string | undefined;
  /** argv; a noticed one has what the journal tells, perhaps nothing. */
  readonly command: readonly string[];
  readonly folder: string | undefined;
  readonly host: string | undefined;
  readonly user: string | undefined;
  /** 32 hex digits. */
  readonly boot: string | undefined;
  readonly startedAt: Micros;
  readonly endedAt: Micros | undefined;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly result: SessionResult;
  /** The source that holds its output, where there is one; its standard error may be apart, see `errorSourceOf`. */
  readonly source: SourceId | undefined;
  readonly phases: readonly SessionPhase[];
  readonly units: readonly SessionUnit[];
  readonly generationBefore: Generation | undefined;
  readonly generationAfter: Generation | undefined;
  readonly build: BuildReport | undefined;
  readonly tags: readonly string[];
  readonly note: string | undefined;
  /** What retention has removed of its entries; absent while all that was kept is there. */
  readonly removed?: "some" | "all" | undefined;
};

/** Where the standard error of a started session is kept: apart, so that neither output breaks lines of the other. */
export function errorSourceOf(source: SourceId): SourceId {
  return sourceId(`${source}:stderr`);
}

export type NewSession = Omit<Session, "id" | "removed">;

/** A session of which nothing is known yet but that it runs. */
export const NOTHING_KNOWN: Omit<NewSession, "kind" | "origin" | "startedAt"> = {
  name: undefined,
  command: [],
  folder: undefined,
  host: undefined,
  user: undefined,
  boot: undefined,
  endedAt: undefined,
  exitCode: undefined,
  signal: undefined,
  result: "running",
  source: undefined,
  phases: [],
  units: [],
  generationBefore: undefined,
  generationAfter: undefined,
  build: undefined,
  tags: [],
  note: undefined,
};

/** What may change of a session once it exists. */
export type SessionPatch = Partial<Omit<NewSession, "startedAt" | "origin">>;

/**
 * Where sessions are written down. Synchronous, in the engine's thread; each call is one transaction, and fails while the
 * store refuses to be written. What is said of a session that was removed meanwhile is dropped.
 */
export type SessionLog = {
  begin(session: NewSession): Result<SessionId>;
  update(id: SessionId, patch: SessionPatch): Result<void>;
  remove(id: SessionId): Result<void>;
};
