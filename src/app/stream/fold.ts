import type { LogEntry } from "../../core/entry.js";
import type { State } from "../state.js";

/** Shows an entry of several lines whole, or its first line again. */
export function toggleFold(state: State, entry: LogEntry): State {
  const { unfolded } = state.stream;
  const isOut = unfolded.includes(entry.id);
  const changed = isOut ? unfolded.filter((id) => id !== entry.id) : [...unfolded, entry.id];
  return { ...state, stream: { ...state.stream, unfolded: changed } };
}

/** Shows all entries whole, or all by their first line. */
export function toggleFoldAll(state: State): State {
  return { ...state, stream: { ...state.stream, unfoldAll: !state.stream.unfoldAll, unfolded: [] } };
}
