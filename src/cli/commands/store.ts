import { existsSync } from "node:fs";
import { type Fault, failed, faultOf, type Result } from "../../core/fault.js";
import { now } from "../../engine/environment.js";
import { openKept } from "../../store/keeping/kept-store.js";
import { storePathOf } from "../choose-store.js";
import type { Action, Invocation } from "../command.js";
import type { StoreAction } from "../store/action.js";
import { STORE_ACTIONS } from "../store/registry.js";
import type { StoreActionName } from "../usage/store.js";

export const store: Action = async (invocation) => {
  const [word = "info"] = invocation.args;
  if (!isAction(word)) return failed(unknownAction(word));
  const path = storePathOf(invocation.settings, invocation.paths);
  if (path === undefined) return failed(NO_STORE);
  return existsSync(path) ? perform(STORE_ACTIONS[word], invocation, path) : failed(nothingYet(path));
};

function isAction(word: string): word is StoreActionName {
  return Object.hasOwn(STORE_ACTIONS, word);
}

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
  return {
    code: "usage",
    message: `store cannot '${word}'`,
    hint: `use one of ${Object.keys(STORE_ACTIONS).join(", ")}`,
  };
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
