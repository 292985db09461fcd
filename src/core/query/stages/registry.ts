import type { StageName } from "../syntax/stage-names.js";
import { context } from "./context.js";
import { count } from "./count.js";
import { dedup } from "./dedup.js";
import { distinct } from "./distinct.js";
import { fields } from "./fields.js";
import { first } from "./first.js";
import { last } from "./last.js";
import { sort } from "./sort.js";
import type { StageSyntax } from "./stage-syntax.js";
import { stats } from "./stats.js";
import { timeslice } from "./timeslice.js";
import { top } from "./top.js";

/** All stages, in the order of `STAGE_NAMES`; a name without its stage does not compile. */
export const STAGES: Readonly<Record<StageName, StageSyntax>> = {
  count,
  timeslice,
  stats,
  top,
  distinct,
  first,
  last,
  sort,
  fields,
  context,
  dedup,
};
