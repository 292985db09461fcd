import type { Step } from "../effect.js";
import { notice } from "../notices.js";
import { goToTime } from "../run/goto.js";
import type { State } from "../state.js";
import { indexOfEntry } from "./layout.js";

/** The sessions have come that a jump waits for. */
export function sessionJump(state: State): Step<State> {
  const { jump, list = [] } = state.sessions;
  if (jump === undefined) return { state, effects: [] };
  const waited = { ...state, sessions: { ...state.sessions, jump: undefined } };
  if (list.length === 0)
    return notice(waited, "info", "no session is recorded yet", "logstream rebuild and run record one");
  const entries = state.stream.page?.entries ?? [];
  const index = indexOfEntry(entries, state.stream.cursor);
  // A session whose first line is the cursor's begins between it and the line above.
  const bound = jump === "older" ? entries[index - 1]?.order : entries[index]?.order;
  const begins = list.map(({ startedAt }) => startedAt).toSorted((left, right) => left - right);
  const found =
    bound === undefined
      ? undefined
      : jump === "older"
        ? begins.findLast((at) => at <= bound)
        : begins.find((at) => at > bound);
  if (found !== undefined) return goToTime(waited, found);
  return notice(waited, "info", `no session begins ${jump === "older" ? "above" : "below"} this entry`);
}
