import type { RawBatch } from "../../core/batch.js";

/** Collects the ranges of a batch in memory that is used again for the next one. */
export type Ranges = {
  add(start: number, end: number, marks: number): void;
  count(): number;
  /** Copies of exactly the collected length; starts anew. */
  take(): Pick<RawBatch, "starts" | "ends" | "count" | "marks">;
};

export function createRanges(): Ranges {
  let starts = new Uint32Array(1024);
  let ends = new Uint32Array(1024);
  let marks = new Uint16Array(1024);
  let count = 0;
  let hasMarks = false;

  function grow(): void {
    starts = grown(starts, new Uint32Array(count * 2));
    ends = grown(ends, new Uint32Array(count * 2));
    marks = grown(marks, new Uint16Array(count * 2));
  }

  return {
    add(start, end, mark) {
      if (count === starts.length) grow();
      starts[count] = start;
      ends[count] = end;
      marks[count] = mark;
      hasMarks ||= mark !== 0;
      count++;
    },
    count: () => count,
    take() {
      const taken = {
        starts: starts.slice(0, count),
        ends: ends.slice(0, count),
        marks: hasMarks ? marks.slice(0, count) : undefined,
        count,
      };
      count = 0;
      hasMarks = false;
      return taken;
    },
  };
}

function grown<Column extends Uint32Array | Uint16Array>(from: Column, into: Column): Column {
  into.set(from);
  return into;
}
