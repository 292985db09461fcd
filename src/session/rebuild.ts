import {
  type Generation,
  type NewSession,
  NOTHING_KNOWN,
  type SessionPhase,
  type SessionPhaseName,
  type SessionResult,
  type SessionUnit,
} from "../core/session.js";
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros, micros } from "../core/time.js";
import type { RebuildAction } from "./rebuild-command.js";
import { withUnit } from "./units.js";

/** A rebuild that runs: the picture of it so far, and what is needed to know its end. */
export type Rebuild = {
  readonly session: NewSession;
  /** What opened it. An upgrade is over when its unit is, everything else when its activation is. */
  readonly openedBy: "command" | "upgrade" | "step";
  readonly command: { readonly action: RebuildAction; readonly pid: string | undefined } | undefined;
  readonly lastSignAt: Micros;
  /** By which signs its activation is known. The same one again is the next rebuild's. */
  readonly activation: { readonly command: boolean; readonly unit: boolean; readonly path: string | undefined };
  /** Exit status of a unit's process, told before the unit's end is. */
  readonly exitStatus: number | undefined;
  /** How the activation ended, while what contains it has not. */
  readonly outcome: Outcome | undefined;
};

export type Outcome = { readonly result: SessionResult; readonly exitCode: number | undefined };

/** A rebuild of which nothing is known but that somebody runs it. */
export const NEW_REBUILD: NewSession = { ...NOTHING_KNOWN, kind: "rebuild", origin: "noticed", startedAt: micros(0) };

export function newRebuild(openedBy: Rebuild["openedBy"], at: Micros, known: Partial<NewSession>): Rebuild {
  return {
    session: { ...NEW_REBUILD, startedAt: at, ...known },
    openedBy,
    command: undefined,
    lastSignAt: at,
    activation: { command: false, unit: false, path: undefined },
    exitStatus: undefined,
    outcome: undefined,
  };
}

export function isActivating({ session }: Rebuild): boolean {
  return session.phases.at(-1)?.name === "activation";
}

/** The phase that runs from now on; what ran before went well, or this one would not have come. */
export function withPhase(rebuild: Rebuild, name: SessionPhaseName, at: Micros): Rebuild {
  const { phases } = rebuild.session;
  if (phases.at(-1)?.name === name) return rebuild;
  const next: SessionPhase = { name, startedAt: at, endedAt: undefined, result: "running" };
  return patched(rebuild, { phases: [...closed(phases, at, "succeeded"), next] });
}

export function withChange(rebuild: Rebuild, change: SessionUnit): Rebuild {
  const { units } = rebuild.session;
  const changed = withUnit(units, change);
  return changed === units ? rebuild : patched(rebuild, { units: changed });
}

export function withGeneration(rebuild: Rebuild, after: Generation): Rebuild {
  const { generationAfter: known } = rebuild.session;
  const isSame = known?.path === after.path && (after.number === undefined || known.number === after.number);
  return isSame ? rebuild : patched(rebuild, { generationAfter: after });
}

export function patched(rebuild: Rebuild, patch: Partial<NewSession>): Rebuild {
  return { ...rebuild, session: { ...rebuild.session, ...patch } };
}

/** The whole picture of a rebuild that is over. */
export function endedSession({ session }: Rebuild, at: Micros, { result, exitCode }: Outcome): NewSession {
  const endedAt = micros(Math.max(at, session.startedAt));
  return { ...session, endedAt, result, exitCode, phases: closed(session.phases, endedAt, result) };
}

/** The picture of one that fell silent, as far as it was known. */
export function abandonedSession(rebuild: Rebuild): NewSession {
  return endedSession(rebuild, rebuild.lastSignAt, rebuild.outcome ?? { result: "unknown", exitCode: undefined });
}

function closed(phases: readonly SessionPhase[], at: Micros, result: SessionResult): readonly SessionPhase[] {
  return phases.map((phase) => {
    if (phase.endedAt !== undefined) return phase;
    return { ...phase, endedAt: micros(Math.max(at, phase.startedAt)), result };
  });
}

/** What contains the activation ends at once after it; when nothing more is said, it has ended. */
const OUTCOME_RESTS_US = MICROS_PER_MINUTE;
/** Longer than any unit may take to start or stop by default, many times over. */
const ACTIVATION_RESTS_US = MICROS_PER_HOUR;
/** Builds say nothing to the journal while they run. */
const BUILD_RESTS_US = 12 * MICROS_PER_HOUR;

/** Whether nothing was heard of it for so long that it must be over. */
export function isOverdue(rebuild: Rebuild, now: Micros): boolean {
  const rested = now - rebuild.lastSignAt;
  if (rebuild.outcome !== undefined && rebuild.openedBy !== "upgrade") return rested > OUTCOME_RESTS_US;
  return rested > (isActivating(rebuild) ? ACTIVATION_RESTS_US : BUILD_RESTS_US);
}
