import { failed, ok, type Result } from "../../core/fault.js";
import type { MachineRequest, MachineSample, MachineSeries } from "../../core/machine/metrics.js";
import { seriesOf } from "../../core/machine/series.js";
import { MICROS_PER_MINUTE } from "../../core/time.js";
import type { Db } from "../database.js";
import { faultOf } from "../faults.js";
import type { Room } from "../writer/room.js";
import { packSample, unpackSamples } from "./pack-samples.js";

/** Where measurements are written down, each in a transaction of its own that may be refused. */
export type MachineLog = {
  /**
   * Keeps a sample, unless the greater part of its time is kept already: of several programs that measure the same
   * machine one is enough, and another goes on when that one ends.
   */
  keep(sample: MachineSample): Result<void>;
};

/** Samples of stretches as long as this at most; who looks for what holds in a minute must look at the next, too. */
const LONGEST_MINUTES = 1;

export function machineLog(db: Db, path: string, room: Room): MachineLog {
  const get = db.prepare<[number], Uint8Array>("SELECT samples FROM machine_minute WHERE minute = ?").pluck();
  const newest = db
    .prepare<[], [number, Uint8Array]>("SELECT minute, samples FROM machine_minute ORDER BY minute DESC LIMIT 1")
    .raw();
  const put = db.prepare("INSERT OR REPLACE INTO machine_minute (minute, samples) VALUES (?, ?)");
  const keep = db.transaction((sample: MachineSample) => {
    const minute = minuteOf(sample.at);
    const there = get.get(minute) ?? NOTHING;
    const own = unpackSamples(there, minute).at(-1);
    const [lastMinute, packed] = newest.get() ?? [0, NOTHING];
    const last = own ?? unpackSamples(packed, lastMinute).at(-1);
    const isKept =
      last !== undefined && last.at > (sample.from + sample.at) / 2 && last.at <= sample.at + MICROS_PER_MINUTE;
    if (!isKept) put.run(minute, Buffer.concat([there, packSample(sample, own)]));
  });
  return {
    keep(sample) {
      try {
        room.prepare();
        keep.immediate(sample);
        return ok(undefined);
      } catch (error) {
        return failed(faultOf(error, path));
      }
    },
  };
}

/** Reads means over stretches of time; nothing was measured where there is nothing. */
export function machineReading(db: Db): (request: MachineRequest) => MachineSeries {
  const rows = db
    .prepare<[number, number], [number, Uint8Array]>(
      "SELECT minute, samples FROM machine_minute WHERE minute BETWEEN ? AND ? ORDER BY minute",
    )
    .raw();
  return (request) => {
    const { from, width, columns } = request;
    const found = rows.all(minuteOf(from), minuteOf(from + width * columns) + LONGEST_MINUTES);
    return seriesOf(
      found.flatMap(([minute, samples]) => unpackSamples(samples, minute)),
      request,
    );
  };
}

/** Forgets what was measured before a moment (microseconds); only within a transaction that writes. */
export function machineForgetting(db: Db): (before: number) => void {
  const forget = db.prepare("DELETE FROM machine_minute WHERE minute < ?");
  return (before) => {
    if (Number.isFinite(before)) forget.run(minuteOf(before));
  };
}

const NOTHING = new Uint8Array();

function minuteOf(at: number): number {
  return Math.floor(at / MICROS_PER_MINUTE);
}
