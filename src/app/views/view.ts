import type { LogEntry, SourceId } from "../../core/entry.js";
import type { AggregateSnapshot, PatternsSnapshot } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import type { Micros } from "../../core/time.js";
import type { Call } from "../command.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import type { Motion } from "../motion.js";
import type { State } from "../state.js";

/** What Enter leads to: the lines of a query from a time on. `state` is what is left behind. */
export type Choice = Focus & {
  readonly state: State;
  readonly at: Micros | undefined;
  /** Sources that the lines may be in, should they not be in scope. */
  readonly sources?: readonly SourceId[];
};

/** What entries are asked for, and how it is written in few words. */
export type Focus = { readonly query: Query; readonly text: string };

/**
 * One way to look at the log; the smallest member to imitate is `heatmap/`. All views share the filters and the time
 * cursor (`views/time-cursor.ts`). A view asks for what it needs when it is opened and when the log has grown, and never
 * while it is not seen.
 */
export type View = {
  /** Its name on the tab. */
  readonly title: string;
  /** It comes into sight, or what it stands on has changed (filters, size): asks for what is missing. */
  open(state: State, moment: Moment): Step<State>;
  /** The log has grown while it is seen; called at most once in `GROW_MS`. */
  grew(state: State, moment: Moment): Step<State>;
  move(state: State, by: Motion, call: Call): Step<State>;
  sideways(state: State, steps: number, moment: Moment): Step<State>;
  /** Enter on what is selected; undefined where nothing is. */
  choose(state: State): Choice | undefined;
  /** The moment that it is on. */
  at(state: State): Micros | undefined;
  /** The entry under the cursor; absent where a view has none. */
  readonly entry?: (state: State) => LogEntry | undefined;
  /** Folds or unfolds what is selected, or everything; absent where nothing folds. */
  readonly fold?: (state: State, what: "selected" | "all") => State;
  /** All that is like what is selected: what + and - are about. */
  focused(state: State): Focus | undefined;
  /** Part of an answer to its `load-table` has come; `purpose` is the one that was given. */
  tableCame(state: State, purpose: string, snapshot: AggregateSnapshot): Step<State>;
  /** Part of an answer to its `load-patterns` has come; absent where a view never asks. */
  readonly patternsCame?: (state: State, snapshot: PatternsSnapshot) => State;
};
