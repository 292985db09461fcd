import type { GroupName } from "./chunk.js";
import { placedTexts } from "./in-place/placed-texts.js";
import { type ColumnSource, type LazyColumn, lazyColumn, present } from "./lazy-column.js";
import type { Names } from "./names-column.js";
import type { ToldColumns } from "./text/shaped-texts.js";
import { Slot } from "./text/token-class.js";
import { emptyTexts, plainTexts, shapedTexts, type TextColumn } from "./text/text-column.js";
import { ALL_TRIGRAMS, packedLength } from "./text/trigram-set.js";
import { isOverrun, newTape, readVarint } from "./varint.js";

/**
 * The texts of a block, in whichever form they are: looked for when they are first asked for, because a block may be
 * brought to the new form while somebody reads. `told` throws where the columns that texts repeat are damaged.
 */
export function openTexts(source: ColumnSource, told: ToldColumns): TextColumn {
  let current: TextColumn | undefined;
  const load = (group: GroupName): Buffer => {
    const bytes = present(source.load(group));
    source.grew(bytes.length * 2);
    return bytes;
  };
  const grew = (bytes: number): void => source.grew(bytes);
  const open = (): TextColumn => {
    const filter = filterOf(source);
    if (filter === undefined) return openPlain(source);
    const place = isOfShapes(filter) ? undefined : source.load("place");
    if (place !== undefined)
      return placedTexts({ count: source.count, filter, place, starts: soundStarts(source), grew });
    return shapedTexts({ count: source.count, filter, load, told, grew });
  };
  /** A text that cannot be put together from a damaged block is empty, as are all of its others from then on. */
  const asked = <Value>(ask: (column: TextColumn) => Value): Value => {
    try {
      return ask((current ??= open()));
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
    rowsWith: (literal, within) => asked((column) => column.rowsWith(literal, within)),
    countWith: (literal) => asked((column) => column.countWith(literal)),
    rowsMatching: (pattern, within) => asked((column) => column.rowsMatching(pattern, within)),
  };
}

/** The filter, which only texts kept by shapes have; one that rules nothing out where it is damaged. */
function filterOf(source: ColumnSource): Buffer | undefined {
  try {
    const known = source.filters?.get();
    if (known !== undefined) return known;
    const filter = source.load("filter");
    if (filter === undefined) return undefined;
    if (source.filters === undefined) source.grew(filter.length);
    else source.filters.set(filter);
    return filter;
  } catch (error) {
    source.damaged("filter", error);
    return ALL_TRIGRAMS;
  }
}

/** The filter of texts that were left in a file has one set; of one that cannot be read nothing is known. */
function isOfShapes(filter: Buffer): boolean {
  return filter !== ALL_TRIGRAMS && filter.length > packedLength(filter);
}

function startsOf(source: ColumnSource): LazyColumn<Uint32Array> {
  const { count } = source;
  return lazyColumn(source, "sizes", {
    decode: (bytes) => decodeSizes(present(bytes), count),
    filler: () => new Uint32Array(count + 1),
  });
}

function soundStarts(source: ColumnSource): () => Uint32Array {
  const starts = startsOf(source);
  return () => starts.sound();
}

function openPlain(source: ColumnSource): TextColumn {
  const { count } = source;
  const starts = startsOf(source);
  const text = lazyColumn(source, "text", { decode: present, filler: () => Buffer.alloc(0) });
  // Both now: the next time that one is asked for, the block may have its texts in the other form.
  text();
  starts();
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

/** What texts repeat, from the columns that have it; each throws where its column is damaged. */
export function toldBy(at: () => Float64Array, names: () => Names): ToldColumns {
  const bytes: (Buffer | undefined)[] = [];
  return {
    at,
    pid: () => names().pid,
    names: () => names().strings,
    column: (slot) => (slot === Slot.host ? names().host : names().identifier),
    nameAt: (number) => (bytes[number] ??= Buffer.from(names().strings[number] ?? "")),
  };
}
