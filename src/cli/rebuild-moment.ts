import { existsSync } from "node:fs";
import { FaultError } from "../core/fault.js";
import type { TimeContext } from "../core/query/times.js";
import type { Session } from "../core/session.js";
import { storePathOf } from "./choose-store.js";
import type { Invocation } from "./command.js";

/**
 * The context with `@rebuild` in it: when the last rebuild of the store began. Only where the words speak of it, for it
 * takes a look into the store; unchanged where there is none.
 */
export async function withRebuild<Context extends TimeContext>(
  context: Context,
  { settings, paths }: Pick<Invocation, "settings" | "paths">,
  expression: string,
): Promise<Context> {
  const words = [expression, settings.expression, settings.since, settings.until];
  const path = storePathOf(settings, paths);
  if (path === undefined || !words.some((word) => word?.includes("@rebuild") === true) || !existsSync(path)) {
    return context;
  }
  const last = (await sessionsIn(path)).find(({ kind }) => kind === "rebuild");
  return last === undefined ? context : { ...context, moments: { ...context.moments, rebuild: last.startedAt } };
}

/** What is wrong with a store is said by who asks it for entries. */
async function sessionsIn(path: string): Promise<readonly Session[]> {
  try {
    const { openStoreReader } = await import("../engine/store-reader.js");
    const reader = openStoreReader(path);
    const sessions = await reader.sessions();
    await reader.close();
    return sessions;
  } catch (caught) {
    if (caught instanceof FaultError) return [];
    throw caught;
  }
}
