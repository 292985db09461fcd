import { existsSync } from "node:fs";
import { type Fault, failed, faultOf, type Result } from "../../core/fault.js";
import { now } from "../../engine/environment.js";
import { openKept } from "../../store/keeping/kept-store.js";
import { storePathOf } from "../choose-store.js";
import type { Command, Invocation } from "../command.js";
import type { StoreAction } from "../store/action.js";
import { STORE_ACTIONS } from "../store/registry.js";

const NAMES = STORE_ACTIONS.map(({ name }) => name);

export const store: Command = {
  name: "store",
  summary: `look after what is kept: ${NAMES.join(", ")}`,
  args: "[action]",
  options: ["keepDays", "keepSize", "before", "to", "output", "json"],
  examples: [
    "logstream store",
    ...STORE_ACTIONS.map(({ name, summary }) => `logstream store ${name.padEnd(8)} # ${summary}`),
    "logstream store archive --before -30d",
    "logstream query timeout --store ~/.local/state/logstream/log-2026-10.db",
  ],
  run: async (invocation) => {
    const [word = STORE_ACTIONS[0].name] = invocation.args;
    const action = STORE_ACTIONS.find(({ name }) => name === word);
    if (action === undefined) return failed(unknownAction(word));
    const path = storePathOf(invocation.settings, invocation.paths);
    if (path === undefined) return failed(NO_STORE);
    return existsSync(path) ? perform(action, invocation, path) : failed(nothingYet(path));
  },
};

async function perform(action: StoreAction, invocation: Invocation, path: string): Promise<Result<number>> {
  const opened = openKept(path, now);
  if (!opened.ok) return opened;
  try {
    if (opened.value.isArchive && action.changes) return failed(isArchive(path));
    return await action.run(invocation, opened.value);
  } catch (caught) {
    return failed(faultOf(caught));
  } finally {
    opened.value.close();
  }
}

function unknownAction(word: string): Fault {
  return { code: "usage", message: `store cannot '${word}'`, hint: `use one of ${NAMES.join(", ")}` };
}

function nothingYet(path: string): Fault {
  const hint = "collect something first, or name another store with --store PATH";
  return { code: "not-found", message: `there is no store at ${path}`, hint };
}

function isArchive(path: string): Fault {
  const hint = "name the store that it came from with --store PATH";
  return { code: "usage", message: `${path} is an archive: it is read, and nothing is written to it`, hint };
}

const NO_STORE: Fault = {
  code: "usage",
  message: "there is no store with --no-store",
  hint: "leave --no-store out",
};
