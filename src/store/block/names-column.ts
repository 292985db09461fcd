import { sized } from "./lazy-column.js";
import { isOverrun, newTape, readByte, readBytes, readText, readVarint, type Tape } from "./varint.js";

type Indexes = Uint8Array | Uint16Array | Uint32Array;

/** Who wrote each entry: indexes into `strings`, where 0 is none. */
export type Names = {
  readonly strings: readonly string[];
  readonly unit: Indexes;
  readonly identifier: Indexes;
  readonly host: Indexes;
  readonly format: Indexes;
  /** 0 is none. */
  readonly pid: Uint32Array;
};

export function decodeNames(bytes: Buffer, count: number): Names {
  const tape = newTape(bytes);
  const width = readByte(tape);
  const strings: string[] = [];
  const size = readVarint(tape);
  for (let index = 0; index < size && !isOverrun(tape); index += 1) strings.push(readText(tape));
  const unit = readIndexes(tape, count, width);
  const identifier = readIndexes(tape, count, width);
  const host = readIndexes(tape, count, width);
  const format = readIndexes(tape, count, width);
  if (isOverrun(tape)) throw new RangeError("a column ends too early");
  let pid: Uint32Array | undefined;
  return {
    strings,
    unit,
    identifier,
    host,
    format,
    // Few ask for it, and it takes longer to unpack than all the others. Nothing reads the tape beside it.
    get pid() {
      return (pid ??= readPids(tape, count));
    },
  };
}

/** None where they end too early: what is damaged is found by its checksum before. */
function readPids(tape: Tape, count: number): Uint32Array {
  const pid = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) pid[row] = readVarint(tape);
  return isOverrun(tape) ? new Uint32Array(count) : pid;
}

function readIndexes(tape: Tape, count: number, width: number): Indexes {
  const bytes = readBytes(tape, count * width);
  if (width === 1) return sized(bytes, count);
  // A copy, because the views below need an aligned start.
  const aligned = new Uint8Array(bytes).buffer;
  if (width === 2) return new Uint16Array(aligned);
  if (width === 4) return new Uint32Array(aligned);
  throw new RangeError("the name columns have an unknown width");
}

export function noNames(count: number): Names {
  const none = new Uint8Array(count);
  return { strings: [""], unit: none, identifier: none, host: none, format: none, pid: new Uint32Array(count) };
}
