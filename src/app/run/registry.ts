import type { Run } from "../command.js";
import type { CommandId } from "../command-id.js";
import { EDIT_RUNS } from "./edit.js";
import { FILTER_RUNS } from "./filter.js";
import { JUMP_RUNS } from "./jump.js";
import { LAYOUT_RUNS } from "./layout.js";
import { MOVE_RUNS } from "./move.js";
import { PROGRAM_RUNS } from "./program.js";
import { SAVED_RUNS } from "./saved.js";
import { SEARCH_RUNS } from "./search.js";
import { REPLAY_RUNS } from "./replay.js";
import { OUTSIDE_RUNS } from "./outside.js";
import { SHOW_RUNS } from "./show.js";
import { VIEW_RUNS } from "./view.js";

/** What every command does. */
export const RUNS: Readonly<Record<CommandId, Run>> = {
  ...MOVE_RUNS,
  ...JUMP_RUNS,
  ...SEARCH_RUNS,
  ...FILTER_RUNS,
  ...SAVED_RUNS,
  ...SHOW_RUNS,
  ...LAYOUT_RUNS,
  ...OUTSIDE_RUNS,
  ...VIEW_RUNS,
  ...REPLAY_RUNS,
  ...PROGRAM_RUNS,
  ...EDIT_RUNS,
};
