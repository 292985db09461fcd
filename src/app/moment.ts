import type { TimeContext } from "../core/query/times.js";

/**
 * What `update` may know of the world outside the state: the clock and the time zone. The caller reads both anew for
 * every action.
 */
export type Moment = TimeContext;
