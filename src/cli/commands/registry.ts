import type { Command } from "../command.js";
import { completion } from "../usage/completion.js";
import { config } from "../usage/config.js";
import { demo } from "../usage/demo.js";
import { doctor } from "../usage/doctor.js";
import { filters } from "../usage/filters.js";
import { keys } from "../usage/keys.js";
import { patterns } from "../usage/patterns.js";
import { query } from "../usage/query.js";
import { rebuild } from "../usage/rebuild.js";
import { record } from "../usage/record.js";
import { run } from "../usage/run.js";
import { sessions } from "../usage/sessions.js";
import { sql } from "../usage/sql.js";
import { store } from "../usage/store.js";
import { tail } from "../usage/tail.js";
import { themes } from "../usage/themes.js";
import { tui } from "../usage/tui.js";

/**
 * Every command, in the order in which help lists them: one line here, what is said of it in `usage/`, what it does in the
 * file of its name beside this one.
 */
export const COMMANDS: readonly Command[] = [
  { ...tui, load: async () => (await import("./tui.js")).tui },
  { ...tail, load: async () => (await import("./tail.js")).tail },
  { ...query, load: async () => (await import("./query.js")).query },
  { ...sql, load: async () => (await import("./sql.js")).sql },
  { ...patterns, load: async () => (await import("./patterns.js")).patterns },
  { ...record, load: async () => (await import("./record.js")).record },
  { ...run, load: async () => (await import("./run.js")).run },
  { ...rebuild, load: async () => (await import("./rebuild.js")).rebuild },
  { ...sessions, load: async () => (await import("./sessions.js")).sessions },
  { ...filters, load: async () => (await import("./filters.js")).filters },
  { ...store, load: async () => (await import("./store.js")).store },
  { ...demo, load: async () => (await import("./demo.js")).demo },
  { ...doctor, load: async () => (await import("./doctor.js")).doctor },
  { ...keys, load: async () => (await import("./keys.js")).keys },
  { ...themes, load: async () => (await import("./themes.js")).themes },
  { ...config, load: async () => (await import("./config.js")).config },
  { ...completion, load: async () => (await import("./completion.js")).completion },
];
