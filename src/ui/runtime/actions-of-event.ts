import type { Action } from "../../app/action.js";
import type { TerminalEvent } from "../terminal/input-filter.js";

/** Lines that one notch of the wheel moves. */
const WHEEL_LINES = 3;

/** What the mouse does, as actions; everything else that a terminal tells is of no concern to the state. */
export function actionsOfEvent(event: TerminalEvent): readonly Action[] {
  if (event.kind !== "mouse") return [];
  switch (event.action) {
    case "wheel-up":
      return [{ kind: "wheel", lines: -WHEEL_LINES }];
    case "wheel-down":
      return [{ kind: "wheel", lines: WHEEL_LINES }];
    case "down":
      return event.button === 0 ? [{ kind: "point", row: event.y, column: event.x }] : [];
    case "move":
      return event.button === 0 ? [{ kind: "drag", row: event.y, column: event.x }] : [];
    case "up":
      return [{ kind: "let-go" }];
  }
}
