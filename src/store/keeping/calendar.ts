import type { Db } from "../database.js";
import { MICROS_PER_DAY, type Micros } from "../../core/time.js";

/** Days after the last one seen that a clock may have gone on by itself; a farther jump is believed on the next day. */
const BELIEVED_DAYS = 2;

/**
 * Which blocks came on which day. A block's id is the revision at which it was written, so one mark a day is enough.
 */
export type Calendar = {
  /** Marks the day; only within a transaction that writes. */
  mark(now: Micros): void;
  isMarked(now: Micros): boolean;
  /** Blocks up to this id came before the moment, to a day; those of before there was a calendar did. */
  cameBefore(moment: number): number;
  /**
   * The moment by which ages are counted: a clock that jumps ahead by years must not make everything old at once, so it
   * is believed only once it has been there a day.
   */
  believed(now: Micros): number;
};

export function calendar(db: Db): Calendar {
  const insert = db.prepare("INSERT OR IGNORE INTO calendar (day, revision) SELECT ?, revision FROM store");
  const at = db.prepare<[number], number>("SELECT 1 FROM calendar WHERE day = ?").pluck();
  const upTo = db
    .prepare<[number], number>("SELECT revision FROM calendar WHERE day >= ? ORDER BY day LIMIT 1")
    .pluck();
  const lastBefore = db.prepare<[number], number | null>("SELECT max(day) FROM calendar WHERE day < ?").pluck();
  return {
    mark: (now) => void insert.run(dayOf(now)),
    isMarked: (now) => at.get(dayOf(now)) === 1,
    // Between two marks nobody collected but on the day of the first.
    cameBefore: (moment) => upTo.get(dayOf(moment)) ?? Number.MAX_SAFE_INTEGER,
    believed(now) {
      const last = lastBefore.get(dayOf(now)) ?? undefined;
      return last === undefined ? now : Math.min(now, (last + 1 + BELIEVED_DAYS) * MICROS_PER_DAY);
    },
  };
}

function dayOf(moment: number): number {
  return Math.floor(moment / MICROS_PER_DAY);
}
