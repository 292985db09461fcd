import { NO_RECORD, type RawBatch, type RecordTable } from "../core/batch.js";
import { type Fields, Mark } from "../core/entry.js";
import type { Micros } from "../core/time.js";

/** A batch in which lines and records stand side by side, in the order in which they are added. */
export type MixedBatch = {
  /** A line as it was, with the marks it had and the line end behind it. */
  addLine(bytes: Uint8Array, marks: number, lineEnd: "\n" | "\r\n"): void;
  addRecord(text: string, fields: Fields): void;
  /** What was added; undefined when nothing was. */
  take(): RawBatch | undefined;
};

/** `bytesExpected` is about how much will be added. */
export function createMixedBatch(receivedAt: Micros, bytesExpected: number): MixedBatch {
  let bytes = Buffer.allocUnsafeSlow(Math.max(1_024, bytesExpected));
  let filled = 0;
  const starts: number[] = [];
  const ends: number[] = [];
  const marks: number[] = [];
  const sets: number[] = [];
  const shared: Fields[] = [];
  const places = new Map<Fields, number>();
  let end = "";

  function room(wanted: number): void {
    if (filled + wanted <= bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(filled + wanted, bytes.length * 2));
    bytes.copy(grown, 0, 0, filled);
    bytes = grown;
  }

  function add(length: number, mark: number, write: (at: number) => number): void {
    room(length + 2);
    filled += bytes.write(end, filled, "latin1");
    starts.push(filled);
    filled += write(filled);
    ends.push(filled);
    marks.push(mark);
    sets.push(NO_RECORD);
    end = "\n";
  }

  /** Lines of one build have the same fields. */
  function placeOf(fields: Fields): number {
    const known = places.get(fields);
    if (known !== undefined) return known;
    const place = shared.push(fields) - 1;
    places.set(fields, place);
    return place;
  }

  return {
    addLine(line, mark, lineEnd) {
      add(line.length, mark, (at) => {
        bytes.set(line, at);
        return line.length;
      });
      end = (mark & (Mark.continues | Mark.partial)) === 0 ? lineEnd : "";
    },
    addRecord(text, fields) {
      // Its moment is that of its arrival: nix tells no time.
      add(text.length * 3, Mark.timeReceived, (at) => bytes.write(text, at, "utf8"));
      sets[sets.length - 1] = placeOf(fields);
    },
    take() {
      if (starts.length === 0) return undefined;
      return {
        bytes: bytes.subarray(0, filled),
        starts: Uint32Array.from(starts),
        ends: Uint32Array.from(ends),
        count: starts.length,
        marks: marks.some((mark) => mark !== 0) ? Uint16Array.from(marks) : undefined,
        records: shared.length === 0 ? undefined : tableOf(sets, shared, receivedAt),
        receivedAt,
      };
    },
  };
}

function tableOf(sets: readonly number[], shared: readonly Fields[], at: Micros): RecordTable {
  return { at: new Float64Array(sets.length).fill(at), set: Uint32Array.from(sets), shared, own: [] };
}
