import type { CursorColumn, OwnColumn } from "../../core/batch.js";
import type { FieldValue } from "../../core/entry.js";

/** What a journal cursor consists of; the numbers are safe whole ones, `xor` its high and its low half. */
export type CursorParts = {
  readonly seqnumId: string;
  readonly bootId: string;
  readonly seqnum: number;
  readonly monotonic: number;
  readonly realtime: number;
  readonly xorHigh: number;
  readonly xorLow: number;
};

/** Collects one column; its memory is used again for the next batch. */
export type OwnBuilder<Value> = {
  /** The value of the rows `[from, to)`. */
  set(from: number, to: number, value: Value): void;
  /** Copies of the first `count` rows, undefined when none has a value; starts anew. */
  take(count: number): OwnColumn | undefined;
};

const FIRST_ROWS = 64;

export function digitsBuilder(name: string): OwnBuilder<number> {
  const numbers = growingNumbers(Number.NaN);
  return {
    set: (from, to, value) => numbers.set(from, to, value),
    take(count) {
      const values = numbers.take(count);
      return values === undefined ? undefined : { kind: "digits", name, values };
    },
  };
}

export function valuesBuilder(name: string): OwnBuilder<FieldValue> {
  let values: (FieldValue | undefined)[] = [];
  return {
    set(from, to, value) {
      while (values.length < from) values.push(undefined);
      for (let row = from; row < to; row += 1) values[row] = value;
    },
    take(count) {
      if (values.length === 0) return undefined;
      while (values.length < count) values.push(undefined);
      const taken = values;
      values = [];
      return { kind: "values", name, values: taken };
    },
  };
}

export function cursorBuilder(name: string): OwnBuilder<CursorParts> {
  const seqnum = growingNumbers(Number.NaN);
  const monotonic = growingNumbers(0);
  const realtime = growingNumbers(0);
  const hashes = growingPairs();
  const origins = growingPairs();
  const ids = createIds();
  return {
    set(from, to, parts) {
      origins.set(from, to, ids.place(parts.seqnumId), ids.place(parts.bootId));
      hashes.set(from, to, parts.xorHigh, parts.xorLow);
      seqnum.set(from, to, parts.seqnum);
      monotonic.set(from, to, parts.monotonic);
      realtime.set(from, to, parts.realtime);
    },
    take(count) {
      const numbers = seqnum.take(count);
      if (numbers === undefined) return undefined;
      const [seqnumId, bootId] = halvesOf(origins.take(count));
      const column: CursorColumn = {
        kind: "cursor",
        name,
        ids: ids.take(),
        seqnumId,
        bootId,
        seqnum: numbers,
        monotonic: monotonic.take(count) ?? new Float64Array(count),
        realtime: realtime.take(count) ?? new Float64Array(count),
        xor: hashes.take(count),
      };
      return column;
    },
  };
}

type GrowingNumbers = {
  set(from: number, to: number, value: number): void;
  /** Undefined when no row was set. */
  take(count: number): Float64Array | undefined;
};

/** Rows that were not set hold `none`. */
function growingNumbers(none: number): GrowingNumbers {
  let values = new Float64Array(FIRST_ROWS).fill(none);
  let end = 0;

  function grow(rows: number): void {
    const grown = new Float64Array(Math.max(rows, values.length * 2)).fill(none, end);
    grown.set(values.subarray(0, end));
    values = grown;
  }

  return {
    set(from, to, value) {
      if (to > values.length) grow(to);
      for (let row = from; row < to; row += 1) values[row] = value;
      if (to > end) end = to;
    },
    take(count) {
      if (end === 0) return undefined;
      if (count > values.length) grow(count);
      const taken = values.slice(0, count);
      values.fill(none, 0, end);
      end = 0;
      return taken;
    },
  };
}

type GrowingPairs = {
  set(from: number, to: number, first: number, second: number): void;
  /** First and second by turns. */
  take(count: number): Uint32Array;
};

/** Two 32-bit numbers a row; rows that were not set hold zeros. */
function growingPairs(): GrowingPairs {
  let values = new Uint32Array(FIRST_ROWS * 2);
  let end = 0;

  function grow(rows: number): void {
    const grown = new Uint32Array(Math.max(rows * 2, values.length * 2));
    grown.set(values.subarray(0, end * 2));
    values = grown;
  }

  return {
    set(from, to, first, second) {
      if (to * 2 > values.length) grow(to);
      for (let row = from; row < to; row += 1) {
        values[row * 2] = first;
        values[row * 2 + 1] = second;
      }
      if (to > end) end = to;
    },
    take(count) {
      if (count * 2 > values.length) grow(count);
      const taken = values.slice(0, count * 2);
      values.fill(0, 0, end * 2);
      end = 0;
      return taken;
    },
  };
}

function halvesOf(pairs: Uint32Array): readonly [Uint32Array, Uint32Array] {
  const first = new Uint32Array(pairs.length / 2);
  const second = new Uint32Array(pairs.length / 2);
  for (let row = 0; row < first.length; row += 1) {
    first[row] = pairs[row * 2] ?? 0;
    second[row] = pairs[row * 2 + 1] ?? 0;
  }
  return [first, second];
}

/** Few ids: one of the writer of the numbers, one for each boot. */
function createIds(): { place(id: string): number; take(): readonly string[] } {
  let ids: string[] = [];
  return {
    place(id) {
      const known = ids.indexOf(id);
      return known === -1 ? ids.push(id) - 1 : known;
    },
    take() {
      const taken = ids;
      ids = [];
      return taken;
    },
  };
}
