import type { Session } from "../../../core/session.js";
import type { Step } from "../../effect.js";
import type { Moment } from "../../moment.js";
import { still, withEffects } from "../../step.js";
import type { State } from "../../state.js";
import { sessionJump } from "../../stream/session-jumps.js";

/** What runs is looked at this often while it is seen, and the list for newcomers this often while the log grows. */
const RUNNING_MS = 1_000;
const RESTING_MS = 5_000;

/** Asks for the sessions, unless they are on their way. */
export function askForSessions(state: State): Step<State> {
  if (state.requests.sessions !== undefined) return still(state);
  const id = state.requests.next;
  const requests = { ...state.requests, next: id + 1, sessions: id };
  return withEffects({ ...state, requests }, { kind: "load-sessions", request: id });
}

/** The same where the last answer is old enough; else later. */
export function askWhenOld(state: State, { now }: Moment): Step<State> {
  const { list, readAt } = state.sessions;
  const age = readAt === undefined ? Number.POSITIVE_INFINITY : (now - readAt) / 1_000;
  const isOld = age >= RESTING_MS || age < 0 || hasRunning(list);
  return isOld ? askForSessions(state) : lookAgain(state, RESTING_MS - age);
}

/** Takes the sessions in, and looks again soon while one of them runs. */
export function sessionsCame(
  state: State,
  { request, sessions: list }: { readonly request: number; readonly sessions: readonly Session[] },
  { now }: Moment,
): Step<State> {
  if (state.requests.sessions !== request) return still(state);
  const requests = { ...state.requests, sessions: undefined };
  const taken = { ...state, requests, sessions: { ...state.sessions, list, readAt: now } };
  if (taken.sessions.jump !== undefined) return sessionJump(taken);
  return state.view === "sessions" && hasRunning(list) ? lookAgain(taken, RUNNING_MS) : still(taken);
}

function hasRunning(list: readonly Session[] | undefined): boolean {
  return list?.some(({ result }) => result === "running") === true;
}

function lookAgain(state: State, ms: number): Step<State> {
  if (state.viewDue) return still(state);
  const effect = { kind: "schedule", key: "view", ms, action: { kind: "view-due" } } as const;
  return withEffects({ ...state, viewDue: true }, effect);
}
