import type { NewSession, SessionPhaseName } from "../core/session.js";
import type { Micros } from "../core/time.js";
import type { JournalFact } from "./facts.js";
import {
  abandonedSession,
  endedSession,
  isActivating,
  newRebuild,
  type Outcome,
  type Rebuild,
  withChange,
  withGeneration,
  withPhase,
} from "./rebuild.js";
import type { Sign, UnitStep } from "./signs.js";
import { andThen, type Recognised, type Recogniser, unchanged } from "./state.js";

/** What a sign does to the rebuild that runs, or that it begins. */
export function takeSign(state: Recogniser, sign: Exclude<Sign, { kind: "client" }>, fact: JournalFact): Recognised {
  switch (sign.kind) {
    case "command":
      return takeCommand(state, sign, fact);
    case "command-ended":
      return takeCommandEnd(state, sign.pid, fact.at);
    case "upgrade":
      return takeUpgrade(state, sign.step, fact);
    case "stage":
      return takeStage(state, sign.phase, fact);
    case "switch-unit":
      return takeSwitchUnit(state, sign.step, fact);
    case "switching":
      return activate(state, fact, { path: sign.path });
    case "switched":
      return takeSwitched(state, sign, fact);
    case "unit":
      return change(state, (rebuild) => (isActivating(rebuild) ? withChange(rebuild, sign.change) : rebuild));
  }
}

/** The rebuild ends where it was heard of last: the machine went down, or another one has begun. */
export function giveUp(state: Recogniser): Recognised {
  const { rebuild } = state;
  return rebuild === undefined ? unchanged(state) : over(state, rebuild, abandonedSession(rebuild));
}

type CommandSign = Extract<Sign, { kind: "command" }>;

function takeCommand(state: Recogniser, { command, does, pid }: CommandSign, fact: JournalFact): Recognised {
  const { user, folder, words } = command;
  if (does.kind === "activates") return activate(state, fact, { command: true, user });
  if (does.kind === "sets-profile") {
    return state.rebuild === undefined
      ? begin(state, fact, "step", { user })
      : heard(state, fact.at, (rebuild) => rebuild);
  }
  // The upgrade's own commands are its steps; another one meanwhile waits for it.
  if (state.rebuild?.openedBy === "upgrade") return unchanged(state);
  const known = { user, folder, command: words, startedAt: fact.at };
  const begun = andThen(giveUp(state), (free) => begin(free, fact, "command", known));
  return quietly(begun, (rebuild) => ({ ...rebuild, command: { action: does.action, pid } }));
}

/** Without a new system there is nothing to activate: a `switch` that ends before it activates has failed to build. */
function takeCommandEnd(state: Recogniser, pid: string, at: Micros): Recognised {
  const { rebuild } = state;
  if (rebuild?.command?.pid !== pid || isActivating(rebuild)) return unchanged(state);
  const isMade = rebuild.command.action === "boot" && rebuild.session.generationAfter !== undefined;
  const isFailed = rebuild.command.action !== "boot";
  const result = isMade ? "succeeded" : isFailed ? "failed" : "unknown";
  return over(state, rebuild, endedSession(rebuild, at, { result, exitCode: undefined }));
}

function takeUpgrade(state: Recogniser, step: UnitStep, fact: JournalFact): Recognised {
  const { rebuild } = state;
  if (step.kind === "began") return rebuild === undefined ? beginUpgrade(state, fact) : unchanged(state);
  if (rebuild?.openedBy !== "upgrade") return unchanged(state);
  if (step.kind === "exited") return quietly(unchanged(state), (known) => ({ ...known, exitStatus: step.status }));
  const told = rebuild.outcome?.exitCode ?? rebuild.exitStatus;
  const exitCode = step.isGood ? 0 : told === 0 ? undefined : told;
  const session = endedSession(rebuild, fact.at, { result: step.isGood ? "succeeded" : "failed", exitCode });
  return over(state, rebuild, session);
}

function beginUpgrade(state: Recogniser, fact: JournalFact): Recognised {
  return begin(state, fact, "upgrade", { name: "nixos-upgrade", user: "root", startedAt: fact.at });
}

function takeStage(state: Recogniser, phase: SessionPhaseName, fact: JournalFact): Recognised {
  const begun = state.rebuild === undefined ? beginUpgrade(state, fact) : unchanged(state);
  return andThen(begun, (known) =>
    heard(known, fact.at, (rebuild) => {
      const isNext = phase === "build" && !isActivating(rebuild) && rebuild.openedBy === "upgrade";
      return isNext ? withPhase(rebuild, phase, fact.at) : rebuild;
    }),
  );
}

function takeSwitchUnit(state: Recogniser, step: UnitStep, fact: JournalFact): Recognised {
  if (step.kind === "began") return activate(state, fact, { unit: true });
  const { rebuild } = state;
  if (rebuild === undefined || !isActivating(rebuild)) return unchanged(state);
  if (step.kind === "exited") return quietly(unchanged(state), (known) => ({ ...known, exitStatus: step.status }));
  const { exitStatus } = rebuild;
  const exitCode = step.isGood ? 0 : exitStatus === 0 ? undefined : exitStatus;
  const outcome = rebuild.outcome ?? { result: step.isGood ? "succeeded" : "failed", exitCode };
  return conclude(state, rebuild, fact.at, outcome);
}

function takeSwitched(
  state: Recogniser,
  { path, status }: Extract<Sign, { kind: "switched" }>,
  fact: JournalFact,
): Recognised {
  const { rebuild } = state;
  // The last words of an activation whose unit has ended already: two ways lead into the journal.
  if (rebuild === undefined && state.lastPath === path) return unchanged(state);
  if (rebuild === undefined || !isActivating(rebuild)) {
    return andThen(activate(state, fact, { path }), (known) =>
      takeSwitched(known, { kind: "switched", path, status }, fact),
    );
  }
  const outcome: Outcome = { result: status === 0 ? "succeeded" : "failed", exitCode: status };
  // Its unit, when there is one, ends right after, and says so.
  if (!rebuild.activation.unit) return conclude(state, rebuild, fact.at, outcome);
  return quietly(unchanged(state), (known) => ({ ...known, outcome, lastSignAt: fact.at }));
}

type ActivationSign = { readonly command?: true; readonly unit?: true; readonly path?: string; readonly user?: string };

/** A sign that an activation begins, perhaps one of several of the same. */
function activate(before: Recogniser, fact: JournalFact, { user, ...sign }: ActivationSign): Recognised {
  const isNext = before.rebuild !== undefined && isOfNext(before.rebuild, sign);
  return andThen(isNext ? giveUp(before) : unchanged(before), (state) => {
    const begun =
      state.rebuild === undefined ? begin(state, fact, "step", user === undefined ? {} : { user }) : unchanged(state);
    return andThen(begun, (known) =>
      heard(known, fact.at, (rebuild) => {
        const activating = withPhase(rebuild, "activation", fact.at);
        const told = sign.path === undefined ? activating : withGeneration(activating, generationAt(known, sign.path));
        return { ...told, activation: { ...rebuild.activation, ...sign } };
      }),
    );
  });
}

function isOfNext({ activation, outcome, openedBy }: Rebuild, sign: ActivationSign): boolean {
  if (openedBy === "upgrade") return false;
  const isKnown =
    (sign.command === true && activation.command) ||
    (sign.unit === true && activation.unit) ||
    (sign.path !== undefined && activation.path !== undefined);
  return isKnown || outcome !== undefined;
}

function generationAt({ generation }: Recogniser, path: string): NonNullable<NewSession["generationAfter"]> {
  return generation?.path === path ? generation : { number: undefined, path };
}

function conclude(state: Recogniser, rebuild: Rebuild, at: Micros, outcome: Outcome): Recognised {
  if (rebuild.openedBy !== "upgrade") return over(state, rebuild, endedSession(rebuild, at, outcome));
  return quietly(unchanged(state), (known) => ({ ...known, outcome, lastSignAt: at }));
}

/** A rebuild begins, with what went before it; phases of it are named where something tells them. */
function begin(
  state: Recogniser,
  fact: JournalFact,
  openedBy: Rebuild["openedBy"],
  known: Partial<NewSession>,
): Recognised {
  const { stir, made, generation } = state;
  const startedAt = known.startedAt ?? stir?.firstAt ?? made?.at ?? fact.at;
  const opened = newRebuild(openedBy, startedAt, {
    boot: fact.fields._BOOT_ID,
    host: fact.fields._HOSTNAME,
    user: stir?.user,
    build: stir?.report,
    generationBefore: made === undefined ? generation : made.before,
    generationAfter: made?.after,
    ...known,
  });
  const isBuilding = openedBy !== "step" || startedAt < fact.at;
  const phased = isBuilding ? withPhase(opened, openedBy === "upgrade" ? "evaluation" : "build", startedAt) : opened;
  const rebuild = { ...phased, lastSignAt: fact.at };
  return {
    state: { ...state, rebuild, stir: undefined, made: undefined },
    changes: [{ kind: "begun", session: rebuild.session }],
  };
}

/** A sign that the rebuild goes on. Nothing happens where none runs. */
function heard(state: Recogniser, at: Micros, next: (rebuild: Rebuild) => Rebuild): Recognised {
  return change(state, (rebuild) => ({ ...next(rebuild), lastSignAt: at }));
}

function change(state: Recogniser, next: (rebuild: Rebuild) => Rebuild): Recognised {
  const { rebuild } = state;
  if (rebuild === undefined) return unchanged(state);
  const changed = next(rebuild);
  const isTold = changed.session !== rebuild.session;
  return {
    state: { ...state, rebuild: changed },
    changes: isTold ? [{ kind: "changed", session: changed.session }] : [],
  };
}

/** What is only known here and changes nothing of the picture. */
function quietly(recognised: Recognised, next: (rebuild: Rebuild) => Rebuild): Recognised {
  const { rebuild } = recognised.state;
  if (rebuild === undefined) return recognised;
  return { ...recognised, state: { ...recognised.state, rebuild: next(rebuild) } };
}

function over(state: Recogniser, rebuild: Rebuild, session: NewSession): Recognised {
  const lastPath = rebuild.activation.path ?? state.lastPath;
  return { state: { ...state, rebuild: undefined, lastPath }, changes: [{ kind: "ended", session }] };
}
