import type { BuildFetch, BuildReport, BuildStep } from "../core/build-report.js";
import type { NewSession, Session, SessionId } from "../core/session.js";
import type { Micros } from "../core/time.js";
import { isoUtc } from "./output/time-text.js";

/** The version of every JSON document about sessions; raised when something that was there goes or changes its meaning. */
export const SESSION_JSON_VERSION = 1;

/**
 * A session as `docs/json.md` describes it. Every name is always there; null is what is not known or does not exist.
 * `place` is N of `@N`, null where it was not asked for.
 */
export function sessionJson(
  { removed, ...session }: NewSession & { readonly id: SessionId | undefined; readonly removed?: Session["removed"] },
  place: number | undefined,
) {
  const { startedAt, endedAt } = session;
  return {
    id: session.id ?? null,
    place: place ?? null,
    kind: session.kind,
    origin: session.origin,
    name: session.name ?? null,
    command: session.command,
    folder: session.folder ?? null,
    host: session.host ?? null,
    user: session.user ?? null,
    boot: session.boot ?? null,
    startedAt: isoUtc(startedAt),
    endedAt: time(endedAt),
    durationSeconds: seconds(startedAt, endedAt),
    result: session.result,
    exitCode: session.exitCode ?? null,
    signal: session.signal ?? null,
    source: session.source ?? null,
    phases: session.phases.map((phase) => ({
      name: phase.name,
      result: phase.result,
      startedAt: isoUtc(phase.startedAt),
      endedAt: time(phase.endedAt),
      durationSeconds: seconds(phase.startedAt, phase.endedAt),
    })),
    units: session.units.map(unitJson),
    generationBefore: generationJson(session.generationBefore),
    generationAfter: generationJson(session.generationAfter),
    build: session.build === undefined ? null : buildJson(session.build),
    tags: session.tags,
    note: session.note ?? null,
    entriesRemoved: removed ?? null,
  };
}

export function unitJson({ unit, state, result, invocation }: NewSession["units"][number]) {
  return { unit, state, result: result ?? null, invocation: invocation ?? null };
}

function generationJson(generation: NewSession["generationBefore"]) {
  return generation === undefined ? null : { number: generation.number ?? null, path: generation.path };
}

function buildJson(build: BuildReport) {
  return {
    isEnded: build.isEnded,
    ...countsJson(build),
    warnings: build.warnings,
    errors: build.errors,
    steps: build.steps.map(stepJson),
    fetches: build.fetches.map(fetchJson),
  };
}

export function countsJson({ counts }: BuildReport) {
  return { builds: counts.builds, downloads: counts.fetches };
}

export function stepJson(step: BuildStep) {
  return {
    drv: step.drv,
    name: step.name,
    state: step.state,
    phase: step.phase ?? null,
    host: step.host ?? null,
    startedAt: time(step.startedAt),
    endedAt: time(step.endedAt),
    error: step.error ?? null,
    cause: step.cause ?? null,
    needs: step.needs,
    logTail: step.logTail,
    logLines: step.logLines,
  };
}

export function fetchJson(fetch: BuildFetch) {
  return {
    path: fetch.path,
    from: fetch.from ?? null,
    state: fetch.state,
    bytes: fetch.bytes ?? null,
    expectedBytes: fetch.expectedBytes ?? null,
    startedAt: time(fetch.startedAt),
    endedAt: time(fetch.endedAt),
    error: fetch.error ?? null,
  };
}

function time(at: Micros | undefined): string | null {
  return at === undefined ? null : isoUtc(at);
}

function seconds(from: Micros, to: Micros | undefined): number | null {
  return to === undefined ? null : (to - from) / 1_000_000;
}
