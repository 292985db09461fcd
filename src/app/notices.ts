import type { Fault } from "../core/fault.js";
import { visible } from "../lib/visible.js";
import type { Step } from "./effect.js";
import type { Notice, State, Tone } from "./state.js";

/** Older notices give way when there are more. */
const MOST_NOTICES = 3;
const SHOWN_MS: Readonly<Record<Tone, number>> = { info: 3_000, warning: 5_000, fault: 8_000 };

/** Says something at the foot of the screen for some seconds; the same text again takes the place of the first. */
export function notice(state: State, tone: Tone, said: string, hint?: string): Step<State> {
  const id = state.requests.next;
  const added: Notice = { id, tone, text: visible(said), hint: hint === undefined ? undefined : visible(hint) };
  const others = state.notices.filter((other) => other.text !== added.text);
  const notices = [...others, added].slice(-MOST_NOTICES);
  return {
    state: { ...state, notices, requests: { ...state.requests, next: id + 1 } },
    effects: [{ kind: "schedule", key: `notice-${id}`, ms: SHOWN_MS[tone], action: { kind: "notice-expired", id } }],
  };
}

/** Says a fault with its hint. */
export function noticeFault(state: State, fault: Fault): Step<State> {
  return notice(state, "fault", fault.message, fault.hint);
}

/** Takes a notice away; one that is gone already changes nothing. */
export function expireNotice(state: State, id: number): State {
  const notices = state.notices.filter((shown) => shown.id !== id);
  return notices.length === state.notices.length ? state : { ...state, notices };
}
