import type { Command } from "../command.js";
import type { CommandId } from "../command-id.js";
import { EDIT_COMMANDS } from "./edit.js";
import { FILTER_COMMANDS } from "./filter.js";
import { JUMP_COMMANDS } from "./jump.js";
import { LAYOUT_COMMANDS } from "./layout.js";
import { MOVE_COMMANDS } from "./move.js";
import { PROGRAM_COMMANDS } from "./program.js";
import { SAVED_COMMANDS } from "./saved.js";
import { SEARCH_COMMANDS } from "./search.js";
import { REPLAY_COMMANDS } from "./replay.js";
import { OUTSIDE_COMMANDS } from "./outside.js";
import { SHOW_COMMANDS } from "./show.js";
import { VIEW_COMMANDS } from "./view.js";

/** All commands: what they are. What they do is in `run/`. */
export const COMMANDS: Readonly<Record<CommandId, Command>> = {
  ...MOVE_COMMANDS,
  ...JUMP_COMMANDS,
  ...SEARCH_COMMANDS,
  ...FILTER_COMMANDS,
  ...SAVED_COMMANDS,
  ...SHOW_COMMANDS,
  ...LAYOUT_COMMANDS,
  ...OUTSIDE_COMMANDS,
  ...VIEW_COMMANDS,
  ...REPLAY_COMMANDS,
  ...PROGRAM_COMMANDS,
  ...EDIT_COMMANDS,
};
