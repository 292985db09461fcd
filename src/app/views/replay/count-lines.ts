import { micros } from "../../../core/time.js";
import type { Step } from "../../effect.js";
import { allOf, effectiveQuery } from "../../query/effective.js";
import { still } from "../../step.js";
import type { State } from "../../state.js";
import { loadTable } from "../load-table.js";
import { axisOfRange } from "./range.js";
import { scrubColumns } from "./scrub-area.js";

/** The purpose of the table that the bar is made from. */
export const BAR_LINES = "lines";

/** Counts what the bar shows of the range. */
export function countLines(state: State): Step<State> {
  const { range } = state.replay;
  if (range === undefined) return still(state);
  const axis = axisOfRange(range, scrubColumns(state));
  const within = { kind: "time", from: micros(axis.from), to: micros(axis.from + axis.width * axis.columns) } as const;
  const shown = { ...state, replay: { ...state.replay, axis } };
  return loadTable(shown, "replay", BAR_LINES, {
    query: allOf([effectiveQuery(state.filters), within]),
    stages: [{ kind: "count", slice: { kind: "width", width: axis.width }, by: ["level"] }],
  });
}
