import type { Command } from "../command.js";
import { completion } from "./completion.js";
import { config } from "./config.js";
import { doctor } from "./doctor.js";
import { keys } from "./keys.js";
import { query } from "./query.js";
import { rebuild } from "./rebuild.js";
import { record } from "./record.js";
import { run } from "./run.js";
import { tail } from "./tail.js";
import { sessions } from "./sessions.js";
import { store } from "./store.js";
import { sql } from "./sql.js";
import { themes } from "./themes.js";
import { tui } from "./tui.js";

/** Every command, in the order in which help lists them: one line here, one file beside this one. */
export const COMMANDS: readonly Command[] = [
  tui,
  tail,
  query,
  sql,
  record,
  run,
  rebuild,
  sessions,
  store,
  doctor,
  keys,
  themes,
  config,
  completion,
];
