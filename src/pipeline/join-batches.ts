import type { EntryBatch } from "../core/batch.js";

/** Batches of one source, one after the other, as one. Where there are several, none may hold records. */
export function joinBatches(batches: readonly EntryBatch[]): EntryBatch | undefined {
  const [first, second] = batches;
  if (first === undefined || second === undefined) return first;
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const strings = [""];
  const indexes = new Map([["", 0]]);
  const maps = batches.map((batch) => batch.strings.map((name) => placeIn(strings, indexes, name)));
  const offsets = startsOf(batches.map(({ bytes }) => bytes.length));
  const names = (column: "unit" | "identifier" | "host" | "format"): Uint32Array => {
    const joined = new Uint32Array(count);
    let row = 0;
    for (const [index, batch] of batches.entries()) {
      const map = maps[index] ?? [];
      for (let from = 0; from < batch.count; from += 1) joined[row++] = map[batch[column][from] ?? 0] ?? 0;
    }
    return joined;
  };
  const ranges = (column: "starts" | "ends"): Uint32Array => {
    const joined = new Uint32Array(count);
    let row = 0;
    for (const [index, batch] of batches.entries()) {
      const offset = offsets[index] ?? 0;
      for (let from = 0; from < batch.count; from += 1) joined[row++] = (batch[column][from] ?? 0) + offset;
    }
    return joined;
  };
  return {
    count,
    bytes: joined(
      new Uint8Array(offsets.at(-1) ?? 0),
      batches.map(({ bytes }) => bytes),
    ),
    starts: ranges("starts"),
    ends: ranges("ends"),
    lines: joined(
      new Uint32Array(count),
      batches.map(({ lines }) => lines),
    ),
    at: joined(
      new Float64Array(count),
      batches.map(({ at }) => at),
    ),
    order: joined(
      new Float64Array(count),
      batches.map(({ order }) => order),
    ),
    level: joined(
      new Uint8Array(count),
      batches.map(({ level }) => level),
    ),
    marks: joined(
      new Uint8Array(count),
      batches.map(({ marks }) => marks),
    ),
    format: names("format"),
    unit: names("unit"),
    identifier: names("identifier"),
    host: names("host"),
    pid: joined(
      new Uint32Array(count),
      batches.map(({ pid }) => pid),
    ),
    strings,
    fields: undefined,
  };
}

function placeIn(strings: string[], indexes: Map<string, number>, name: string): number {
  const known = indexes.get(name);
  if (known !== undefined) return known;
  const place = strings.push(name) - 1;
  indexes.set(name, place);
  return place;
}

/** Where each piece begins, and behind the last one where it ends. */
function startsOf(lengths: readonly number[]): readonly number[] {
  const starts = [0];
  for (const length of lengths) starts.push((starts.at(-1) ?? 0) + length);
  return starts;
}

function joined<Column extends Uint8Array | Uint32Array | Float64Array>(
  into: Column,
  parts: readonly Column[],
): Column {
  let at = 0;
  for (const part of parts) {
    into.set(part, at);
    at += part.length;
  }
  return into;
}
