import { NO_RECORD, type RecordTable } from "../../core/batch.js";
import type { Fields, FieldValue } from "../../core/entry.js";
import { setField } from "../../core/record-fields.js";
import type { Micros } from "../../core/time.js";

const FIRST_RECORDS = 64;

/** The rows of the record that was added last. */
export type LastRows = { from: number; to: number };

/** Collects times and shared fields. */
export type Rows = {
  /** The next ones are of one record. */
  begin(): void;
  add(at: Micros, shared: Fields): void;
  /** Gives the record that was added last one field more, and with it a set of its own. */
  extend(name: string, value: FieldValue): void;
  count(): number;
  readonly last: LastRows;
  take(): Omit<RecordTable, "own">;
};

export function createRows(): Rows {
  let times = new Float64Array(FIRST_RECORDS);
  let set = new Uint32Array(FIRST_RECORDS);
  let count = 0;
  let shared: Fields[] = [];
  let places = new Map<Fields, number>();
  let latest: Fields | undefined;
  let place = NO_RECORD;
  const last: LastRows = { from: 0, to: 0 };

  function grow(): void {
    const grownTimes = new Float64Array(count * 2);
    const grownSet = new Uint32Array(count * 2);
    grownTimes.set(times);
    grownSet.set(set);
    times = grownTimes;
    set = grownSet;
  }

  function seat(fields: Fields): void {
    latest = fields;
    const known = places.get(fields);
    place = known ?? shared.push(fields) - 1;
    if (known === undefined) places.set(fields, place);
  }

  return {
    begin() {
      last.from = count;
    },
    add(at, fields) {
      if (count === times.length) grow();
      if (fields !== latest) seat(fields);
      times[count] = at;
      set[count] = place;
      count += 1;
      last.to = count;
    },
    extend(name, value) {
      const fields: Record<string, FieldValue> = { ...shared[set[last.from] ?? NO_RECORD] };
      setField(fields, name, value);
      const own = shared.push(fields) - 1;
      set.fill(own, last.from, last.to);
    },
    count: () => count,
    last,
    take() {
      const taken = { at: times.slice(0, count), set: set.slice(0, count), shared };
      shared = [];
      places = new Map();
      latest = undefined;
      count = 0;
      return taken;
    },
  };
}
