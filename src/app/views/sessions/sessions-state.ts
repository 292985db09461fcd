import type { Session, SessionId } from "../../../core/session.js";
import type { Micros } from "../../../core/time.js";
import type { Folds } from "./panel-row.js";

/** Rebuilds and commands that were recorded, the newest first, and what is looked at of one. */
export type SessionsState = {
  /** Undefined until they have come. */
  readonly list: readonly Session[] | undefined;
  /** When they were read: what runs is measured up to there. */
  readonly readAt: Micros | undefined;
  /** Undefined for the newest one, whichever that is. */
  readonly selected: SessionId | undefined;
  /** What the keys move in: the list, or the panel of the selected one. */
  readonly pane: "list" | "panel";
  /** Row of the panel that the cursor is on. */
  readonly row: number;
  readonly folds: Folds;
  /** Keys of branches that are folded in the panel and by `folds` would be open, or the other way round. */
  readonly toggled: readonly string[];
  /** Somebody waits for the list, to go to where one begins. */
  readonly jump: "older" | "newer" | undefined;
};

export const NO_SESSIONS: SessionsState = {
  list: undefined,
  readAt: undefined,
  selected: undefined,
  pane: "list",
  row: 0,
  folds: "own",
  toggled: [],
  jump: undefined,
};
