import type { Effect, Step } from "./effect.js";
import type { State } from "./state.js";

/** A state that asks for nothing. */
export function still(state: State): Step<State> {
  return { state, effects: [] };
}

/** A state and what it asks for. */
export function withEffects(state: State, ...effects: readonly Effect[]): Step<State> {
  return { state, effects };
}

/** Goes on from a step, keeping the order of the effects. */
export function andThen(step: Step<State>, next: (state: State) => Step<State>): Step<State> {
  const following = next(step.state);
  if (step.effects.length === 0) return following;
  return { state: following.state, effects: [...step.effects, ...following.effects] };
}
