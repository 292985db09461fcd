import type { Micros } from "../../core/time.js";
import type { Moment } from "../moment.js";
import type { State } from "../state.js";

/**
 * What a screen was, as plain JSON: of each part that is not as at any start its value, under the part's name. Names and
 * values that are not known here are passed over, so that an older program can read what a newer one kept.
 */
export type KeptScreen = Readonly<Record<string, unknown>>;

/** A screen that was kept before this start. */
export type KeptBefore = { readonly at: Micros; readonly screen: KeptScreen };

/** One thing that a screen can be, and be again. */
export type KeptPart = {
  /** Undefined where it is as at any start. */
  of(state: State): unknown;
  /** The state with what was kept; with undefined, or what is not understood, as at any start. Asks for nothing yet. */
  put(state: State, kept: unknown, moment: Moment): State;
  /** It is about which lines are let through: not for a screen that was started with a query of its own. */
  readonly isQuery?: true;
  /** What one would not expect to find at a start, in few words; absent for what needs no question. */
  readonly words?: (kept: unknown) => string | undefined;
};

/** What was there before, and what this screen began with. */
export type KeptState = {
  readonly before: KeptBefore | undefined;
  /** Since when the question whether to take it up is on the screen. */
  readonly offeredAt: Micros | undefined;
  /** It was not answered yet. */
  readonly isPending: boolean;
  readonly first: KeptScreen;
};
