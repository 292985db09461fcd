import type { CursorColumn, OwnColumn } from "../../core/batch.js";
import type { CursorParts } from "./own-builders.js";

/**
 * What every entry of a journal file has for itself, collected as four columns at once: cursor, the moment at which
 * journald took it by two clocks, and the sender's clock.
 */
export type EntryStamps = {
  /** Of the rows `[from, to)`; every row is set, in order. `sourceTime` is NaN where the sender told none. */
  set(from: number, to: number, place: CursorParts, sourceTime: number): void;
  /** What the first `count` rows have, nothing where none was set; starts anew. */
  take(count: number): readonly OwnColumn[];
};

type Memory = Omit<CursorColumn, "kind" | "name" | "ids"> & { readonly sourceTime: Float64Array };

const FIRST_ROWS = 64;

export function createEntryStamps(): EntryStamps {
  let memory = newMemory(FIRST_ROWS);
  let ids: string[] = [];
  let hasSourceTime = false;
  let latest = { seqnumId: "", bootId: "", seqnumPlace: 0, bootPlace: 0 };

  function placesOf({ seqnumId, bootId }: CursorParts): void {
    latest = { seqnumId, bootId, seqnumPlace: placeIn(ids, seqnumId), bootPlace: placeIn(ids, bootId) };
  }

  return {
    set(from, to, place, sourceTime) {
      if (to > memory.seqnum.length) memory = grown(memory, Math.max(to, memory.seqnum.length * 2));
      if (place.bootId !== latest.bootId || place.seqnumId !== latest.seqnumId) placesOf(place);
      if (sourceTime === sourceTime) hasSourceTime = true;
      for (let row = from; row < to; row += 1) {
        memory.seqnumId[row] = latest.seqnumPlace;
        memory.bootId[row] = latest.bootPlace;
        memory.seqnum[row] = place.seqnum;
        memory.monotonic[row] = place.monotonic;
        memory.realtime[row] = place.realtime;
        memory.xor[row * 2] = place.xorHigh;
        memory.xor[row * 2 + 1] = place.xorLow;
        memory.sourceTime[row] = sourceTime;
      }
    },
    take(count) {
      if (ids.length === 0) return [];
      const { sourceTime, ...taken } = cut(memory, count);
      const columns: OwnColumn[] = [
        { kind: "digits", name: "__REALTIME_TIMESTAMP", values: taken.realtime },
        { kind: "digits", name: "__MONOTONIC_TIMESTAMP", values: taken.monotonic },
        { kind: "cursor", name: "__CURSOR", ids, ...taken },
      ];
      if (hasSourceTime) columns.unshift({ kind: "digits", name: "_SOURCE_REALTIME_TIMESTAMP", values: sourceTime });
      // A batch is mostly followed by one of its size.
      memory = newMemory(Math.max(FIRST_ROWS, count));
      ids = [];
      hasSourceTime = false;
      latest = { seqnumId: "", bootId: "", seqnumPlace: 0, bootPlace: 0 };
      return columns;
    },
  };
}

function placeIn(ids: string[], id: string): number {
  const known = ids.indexOf(id);
  return known === -1 ? ids.push(id) - 1 : known;
}

function newMemory(rows: number): Memory {
  return {
    seqnumId: new Uint32Array(rows),
    bootId: new Uint32Array(rows),
    seqnum: new Float64Array(rows),
    monotonic: new Float64Array(rows),
    realtime: new Float64Array(rows),
    xor: new Uint32Array(rows * 2),
    sourceTime: new Float64Array(rows),
  };
}

function grown(from: Memory, rows: number): Memory {
  const into = newMemory(rows);
  into.seqnumId.set(from.seqnumId);
  into.bootId.set(from.bootId);
  into.seqnum.set(from.seqnum);
  into.monotonic.set(from.monotonic);
  into.realtime.set(from.realtime);
  into.xor.set(from.xor);
  into.sourceTime.set(from.sourceTime);
  return into;
}

function cut(memory: Memory, rows: number): Memory {
  return {
    seqnumId: memory.seqnumId.subarray(0, rows),
    bootId: memory.bootId.subarray(0, rows),
    seqnum: memory.seqnum.subarray(0, rows),
    monotonic: memory.monotonic.subarray(0, rows),
    realtime: memory.realtime.subarray(0, rows),
    xor: memory.xor.subarray(0, rows * 2),
    sourceTime: memory.sourceTime.subarray(0, rows),
  };
}
