import { failed, ok, type Result } from "../../core/fault.js";
import type { KeepLimits } from "../../core/keep.js";
import type { Micros } from "../../core/time.js";
import type { Db } from "../database.js";
import { faultOf } from "../faults.js";
import { isHeld } from "../writer/collector-lock.js";
import type { Room } from "../writer/room.js";
import { type Pruned, retention } from "./retention.js";
import { spaceOf, usualReserve } from "./space.js";

/** Holds a store to what it is to keep, in steps of some milliseconds. */
export type Keeper = {
  /** Removes some of what is beyond the limits, or gives some of the freed space back; call again until it is done. */
  step(limits: KeepLimits): Result<Pruned>;
};

/** A store in memory is its own process's alone: whoever is in its list of collectors lives. */
export function createKeeper(db: Db, path: string, room: Room, now: () => Micros): Keeper {
  const keeping = retention(db, (lock) => isHeld(path, lock));
  const space = spaceOf(db);
  return {
    step(limits) {
      try {
        room.prepare();
        const pruned = keeping.step(limits, now());
        if (!pruned.isDone || pruned.removed.length > 0) return ok({ ...pruned, isDone: false });
        return ok({ ...pruned, isDone: space.giveBack(usualReserve(space)) });
      } catch (error) {
        return failed(faultOf(error, path));
      }
    },
  };
}
