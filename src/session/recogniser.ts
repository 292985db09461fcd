import type { Generation } from "../core/session.js";
import type { BuildReport } from "../core/build-report.js";
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros, micros } from "../core/time.js";
import type { Fact, JournalFact } from "./facts.js";
import {
  abandonedSession,
  endedSession,
  isActivating,
  isOverdue,
  newRebuild,
  patched,
  withGeneration,
} from "./rebuild.js";
import { signOf } from "./signs.js";
import {
  andThen,
  type MadeGeneration,
  type Recognised,
  type Recogniser,
  type SessionChange,
  type Stir,
  unchanged,
} from "./state.js";
import { giveUp, takeSign } from "./take-sign.js";

/** Clients of the nix-daemon belong to the rebuild that follows when no longer break lies between them. */
const STIR_RESTS_US = 10 * MICROS_PER_MINUTE;
/** A developer's machine may stir all day; a rebuild does not begin that long before it activates. */
const STIR_LASTS_US = 2 * MICROS_PER_HOUR;
/** From a new generation to the first sign of its activation. */
const MADE_RESTS_US = MICROS_PER_MINUTE;

/**
 * Takes in one fact about the machine and tells what became of its rebuilds. Total and pure: the same facts in the same
 * order give the same sessions.
 */
export function recognise(before: Recogniser, fact: Fact): Recognised {
  const now = micros(Math.max(before.now, fact.at));
  return andThen(settle({ ...before, now }), (state) => takeFact(state, fact));
}

function takeFact(state: Recogniser, fact: Fact): Recognised {
  switch (fact.kind) {
    case "tick":
      return unchanged(state);
    case "generation":
      return takeGeneration(state, fact.at, fact.generation, fact.isFirst);
    case "build":
      return takeBuild(state, fact.at, fact.report);
    case "entry":
      return takeEntry(state, fact);
  }
}

/** Ends what nothing was heard of for too long, and gives up what led to nothing. */
function settle(state: Recogniser): Recognised {
  const { now, rebuild, stir, made } = state;
  if (rebuild !== undefined && isOverdue(rebuild, now)) {
    return andThen(
      { state: { ...state, rebuild: undefined }, changes: [{ kind: "ended", session: abandonedSession(rebuild) }] },
      settle,
    );
  }
  if (made !== undefined && now - made.at > MADE_RESTS_US) {
    const changes = generationAlone(made, stir?.firstAt ?? made.at);
    return andThen({ state: { ...state, made: undefined, stir: undefined }, changes }, settle);
  }
  const isCalm = stir !== undefined && now - stir.lastAt > STIR_RESTS_US;
  return unchanged(isCalm ? { ...state, stir: undefined } : state);
}

function generationAlone({ at, before, after }: MadeGeneration, startedAt: Micros): readonly SessionChange[] {
  const known = { generationBefore: before, generationAfter: after, note: "a new generation, not activated" };
  const build = { name: "build", startedAt, endedAt: at, result: "succeeded" } as const;
  const rebuild = newRebuild("step", startedAt, { ...known, phases: [build] });
  const session = endedSession(rebuild, at, { result: "succeeded", exitCode: undefined });
  return [
    { kind: "begun", session: rebuild.session },
    { kind: "ended", session },
  ];
}

function takeGeneration(state: Recogniser, at: Micros, generation: Generation, isFirst: boolean): Recognised {
  const { rebuild, generation: before } = state;
  const next = { ...state, generation };
  if (isFirst || before?.path === generation.path) return unchanged(next);
  if (rebuild === undefined) return unchanged({ ...next, made: { at, before, after: generation } });
  const after = withGeneration(rebuild, generation);
  const known = patched(after, { generationBefore: rebuild.session.generationBefore ?? before });
  return {
    state: { ...next, rebuild: { ...known, lastSignAt: at } },
    changes: [{ kind: "changed", session: known.session }],
  };
}

/** Nix's own word belongs to a rebuild that runs and does not activate yet; else to one that may follow. */
function takeBuild(state: Recogniser, at: Micros, report: BuildReport): Recognised {
  const { rebuild } = state;
  if (rebuild === undefined || isActivating(rebuild)) {
    return unchanged({ ...state, stir: stirred(state.stir, at, undefined, report) });
  }
  const known = { ...patched(rebuild, { build: report }), lastSignAt: at };
  return { state: { ...state, rebuild: known }, changes: [{ kind: "changed", session: known.session }] };
}

function takeEntry(before: Recogniser, fact: JournalFact): Recognised {
  const sign = signOf(fact);
  if (sign === undefined) return unchanged(before);
  const boot = fact.fields._BOOT_ID;
  const known = before.rebuild?.session.boot;
  const isRebooted = known !== undefined && boot !== undefined && boot !== known;
  return andThen(isRebooted ? giveUp(before) : unchanged(before), (state) => {
    if (sign.kind !== "client") return takeSign(state, sign, fact);
    return unchanged(
      state.rebuild === undefined ? { ...state, stir: stirred(state.stir, fact.at, sign.user, undefined) } : state,
    );
  });
}

function stirred(stir: Stir | undefined, at: Micros, user: string | undefined, report: BuildReport | undefined): Stir {
  if (stir === undefined) return { firstAt: at, lastAt: at, user, report };
  const firstAt = micros(Math.max(stir.firstAt, at - STIR_LASTS_US));
  return { firstAt, lastAt: at, user: user ?? stir.user, report: report ?? stir.report };
}
