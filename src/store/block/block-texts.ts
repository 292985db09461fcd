import { Form } from "./encode-block.js";
import { type ColumnSource, lazyColumn, present } from "./lazy-column.js";
import type { Names } from "./names-column.js";
import type { ToldColumns } from "./text/shaped-texts.js";
import { emptyTexts, plainTexts, shapedTexts, type TextColumn } from "./text/text-column.js";
import { isOverrun, newTape, readVarint } from "./varint.js";

/** The texts of a block, in whichever form they are. `told` throws where the columns that texts repeat are damaged. */
export function openTexts(source: ColumnSource, told: () => ToldColumns): TextColumn {
  if (source.form === Form.plain) return openPlain(source);
  const load = (group: Parameters<ColumnSource["load"]>[0]): Buffer => {
    const bytes = present(source.load(group));
    source.grew(bytes.length * (group === "values" ? 2 : 3));
    return bytes;
  };
  return guarded(shapedTexts({ count: source.count, load, told, grew: (bytes) => source.grew(bytes) }), source);
}

/** A text that cannot be put together from a damaged block is empty, as are all of its others from then on. */
function guarded(texts: TextColumn, source: ColumnSource): TextColumn {
  let current = texts;
  const asked = <Value>(ask: (column: TextColumn) => Value): Value => {
    try {
      return ask(current);
    } catch (error) {
      source.damaged("values", error);
      current = emptyTexts(source.count);
      return ask(current);
    }
  };
  return {
    bytes: (row) => asked((column) => column.bytes(row)),
    all: () => asked((column) => column.all()),
    starts: () => asked((column) => column.starts()),
    rowsWith: (literal) => asked((column) => column.rowsWith(literal)),
  };
}

function openPlain(source: ColumnSource): TextColumn {
  const { count } = source;
  const starts = lazyColumn(source, "sizes", {
    decode: (bytes) => decodeSizes(present(bytes), count),
    filler: () => new Uint32Array(count + 1),
  });
  const text = lazyColumn(source, "text", { decode: present, filler: () => Buffer.alloc(0) });
  const size = (): number => starts()[count] ?? 0;
  return plainTexts(() => (text().length >= size() ? text() : Buffer.alloc(size(), "?")), starts);
}

function decodeSizes(bytes: Buffer, count: number): Uint32Array {
  const tape = newTape(bytes);
  const starts = new Uint32Array(count + 1);
  let start = 0;
  for (let row = 0; row < count; row += 1) {
    start += readVarint(tape);
    starts[row + 1] = start;
  }
  if (isOverrun(tape)) throw new RangeError("a column ends too early");
  return starts;
}

/** What texts repeat, from the columns that have it. */
export function toldBy(at: Float64Array, { strings, pid, host, identifier }: Names): ToldColumns {
  const bytes: (Buffer | undefined)[] = [];
  const nameAt = (index: number): Buffer => (bytes[index] ??= Buffer.from(strings[index] ?? ""));
  return {
    at,
    pid,
    host: (row) => nameAt(host[row] ?? 0),
    identifier: (row) => nameAt(identifier[row] ?? 0),
  };
}
