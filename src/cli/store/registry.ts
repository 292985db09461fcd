import type { StoreAction } from "./action.js";
import { archive } from "./archive.js";
import { check, repair } from "./check.js";
import { info } from "./info.js";
import { prune } from "./prune.js";

/** What `logstream store` can do; the first is what it does when nothing is said. */
export const STORE_ACTIONS: readonly [StoreAction, ...StoreAction[]] = [info, check, repair, prune, archive];
