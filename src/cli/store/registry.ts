import type { StoreActionName } from "../usage/store.js";
import type { StoreAction } from "./action.js";
import { archive } from "./archive.js";
import { check } from "./check.js";
import { info } from "./info.js";
import { prune } from "./prune.js";
import { repair } from "./repair.js";

/** What `logstream store` can do. */
export const STORE_ACTIONS: Readonly<Record<StoreActionName, StoreAction>> = { info, check, repair, prune, archive };
