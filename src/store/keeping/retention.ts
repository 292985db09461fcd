import type { SourceId } from "../../core/entry.js";
import type { KeepLimits } from "../../core/keep.js";
import { MICROS_PER_DAY, type Micros } from "../../core/time.js";
import type { Db } from "../database.js";
import { remarkWriting } from "../remark-table.js";
import { machineForgetting } from "../machine/machine-table.js";
import { calendar } from "./calendar.js";
import { type Bounds, candidates } from "./candidates.js";
import { type Leaving, removal } from "./removal.js";
import { spaceOf } from "./space.js";

/** Longest that one transaction goes on taking out blocks: commits wait for it. */
const STEP_MS = 8;
/** Blocks looked up at a time. */
const STEP_BLOCKS = 32;

/** What one step took out. */
export type Pruned = {
  readonly removed: readonly { readonly source: SourceId; readonly entries: number }[];
  /** Nothing more is beyond the limits, as far as it may be removed. */
  readonly isDone: boolean;
};

/** Each call is one short transaction. */
export type Retention = { step(limits: KeepLimits, now: Micros): Pruned };

type Bound = Bounds & { readonly bytes: number | undefined };

/**
 * Removes whole blocks, the oldest first. By age: what both happened and came longer ago than is kept, so that an old
 * file that was just opened is not removed at once. By size: what happened first; what came within the last day only
 * when nothing else is left.
 */
export function retention(db: Db, isAlive: (lock: string) => boolean): Retention {
  const days = calendar(db);
  const blocks = candidates(db, isAlive);
  const space = spaceOf(db);
  const books = bookkeeping(db);
  const out = removal(db);
  const forgetMachine = machineForgetting(db);

  const bounds = ({ days: kept, bytes }: KeepLimits, now: Micros): readonly Bound[] => {
    const clock = days.believed(now);
    const cutoff = kept === undefined ? undefined : clock - kept * MICROS_PER_DAY;
    const byAge = cutoff === undefined ? [] : [{ before: cutoff, upTo: days.cameBefore(cutoff), bytes: undefined }];
    if (bytes === undefined) return byAge;
    const settled = { before: Infinity, upTo: days.cameBefore(clock - MICROS_PER_DAY), bytes };
    return [...byAge, settled, { before: Infinity, upTo: Number.MAX_SAFE_INTEGER, bytes }];
  };

  const takeOut = (bound: Bound, deadline: number): readonly Leaving[] => {
    const isWithin = () => bound.bytes !== undefined && space.used() <= bound.bytes;
    const taken: Leaving[] = [];
    for (const block of isWithin() ? [] : blocks.oldest(bound, STEP_BLOCKS)) {
      // One at least, so that a slow machine gets on, too.
      if (isWithin() || (taken.length > 0 && performance.now() >= deadline)) break;
      out.remove(block.id);
      taken.push(block);
    }
    return taken;
  };

  const isNeeded = (bound: Bound) =>
    (bound.bytes === undefined || space.used() > bound.bytes) && blocks.oldest(bound, 1).length > 0;

  const run = db.transaction((limits: KeepLimits, now: Micros): Pruned => {
    const deadline = performance.now() + STEP_MS;
    days.mark(now);
    const all = bounds(limits, now);
    const taken = all.flatMap((bound) => takeOut(bound, deadline));
    if (taken.length > 0) out.tell();
    // How the machine was is kept as far back as the entries that it is looked at beside.
    const byAge = limits.days === undefined ? -Infinity : days.believed(now) - limits.days * MICROS_PER_DAY;
    forgetMachine(taken.reduce((last, { orderLast }) => Math.max(last, orderLast), byAge));
    return { removed: books.expire(taken), isDone: !all.some(isNeeded) };
  });

  return {
    step(limits, now) {
      // Nothing is written, and nobody waits, while nothing is to be done.
      if (days.isMarked(now) && !bounds(limits, now).some(isNeeded)) return NOTHING;
      return run.immediate(limits, now);
    },
  };
}

const NOTHING: Pruned = { removed: [], isDone: true };

type Bookkeeping = { expire(blocks: readonly Leaving[]): Pruned["removed"] };

/** Sources remember how much of them is gone; what was said of places that are gone goes along, the sums stay. */
function bookkeeping(db: Db): Bookkeeping {
  const update = db
    .prepare<[number, number, number], SourceId>(
      `UPDATE source SET expired = max(expired, ?), expired_order = max(coalesce(expired_order, -1e300), ?)
       WHERE number = ? RETURNING id`,
    )
    .pluck();
  const forget = db.prepare("DELETE FROM remark WHERE source = ? AND ordinal < ?");
  const said = remarkWriting(db);
  return {
    expire: (blocks) =>
      [...Map.groupBy(blocks, ({ source }) => source)].flatMap(([number, own]) => {
        const entries = own.reduce((sum, { count }) => sum + count, 0);
        const end = own.reduce((most, { first, count }) => Math.max(most, first + count), 0);
        const last = own.reduce((most, { orderLast }) => Math.max(most, orderLast), -1e300);
        const source = update.get(end, last, number);
        forget.run(number, end);
        const place = { source: number, ordinal: end, after: undefined, before: undefined };
        said.keep(place, [{ kind: "note", what: "expired", count: entries }]);
        return source === undefined ? [] : [{ source, entries }];
      }),
  };
}
