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
  const monotonic = growingNumbers(Number.NaN);
  const realtime = growingNumbers(Number.NaN);
  const xorHigh = growingNumbers(0);
  const xorLow = growingNumbers(0);
  const seqnumId = growingNames();
  const bootId = growingNames();
  return {
    set(from, to, parts) {
      seqnumId.set(from, to, parts.seqnumId);
      bootId.set(from, to, parts.bootId);
      seqnum.set(from, to, parts.seqnum);
      monotonic.set(from, to, parts.monotonic);
      realtime.set(from, to, parts.realtime);
      xorHigh.set(from, to, parts.xorHigh);
      xorLow.set(from, to, parts.xorLow);
    },
    take(count) {
      const numbers = seqnum.take(count);
      if (numbers === undefined) return undefined;
      const high = xorHigh.take(count);
      const low = xorLow.take(count);
      const xor = new Uint32Array(count * 2);
      for (let row = 0; row < count; row += 1) {
        xor[row * 2] = high?.[row] ?? 0;
        xor[row * 2 + 1] = low?.[row] ?? 0;
      }
      const none = new Float64Array(count);
      const [ids, seqnumIds, bootIds] = mergedNames(seqnumId.take(count), bootId.take(count));
      const column: CursorColumn = {
        kind: "cursor",
        name,
        ids,
        seqnumId: seqnumIds,
        bootId: bootIds,
        seqnum: numbers,
        monotonic: monotonic.take(count) ?? none,
        realtime: realtime.take(count) ?? none,
        xor,
      };
      return column;
    },
  };
}

type GrowingNumbers = {
  set(from: number, to: number, value: number): void;
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

type Names = { readonly names: readonly string[]; readonly indexes: Float64Array | undefined };

/** Few names, each a whole stretch of rows. */
function growingNames(): { set(from: number, to: number, name: string): void; take(count: number): Names } {
  const numbers = growingNumbers(0);
  let names: string[] = [];
  let last: string | undefined;
  let index = 0;
  return {
    set(from, to, name) {
      if (name !== last) {
        index = names.indexOf(name);
        if (index === -1) index = names.push(name) - 1;
        last = name;
      }
      numbers.set(from, to, index);
    },
    take(count) {
      const taken = { names, indexes: numbers.take(count) };
      names = [];
      last = undefined;
      return taken;
    },
  };
}

function mergedNames(first: Names, second: Names): readonly [readonly string[], Uint32Array, Uint32Array] {
  const shift = first.names.length;
  const indexes = Uint32Array.from(second.indexes ?? [], (index) => index + shift);
  return [[...first.names, ...second.names], Uint32Array.from(first.indexes ?? []), indexes];
}
