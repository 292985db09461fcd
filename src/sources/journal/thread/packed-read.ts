import type { RawBatch, RecordTable } from "../../../core/batch.js";
import type { Fields } from "../../../core/entry.js";
import type { SourceEvent } from "../../../core/ports.js";
import { shapedFields } from "../../../core/record-fields.js";
import type { Read } from "../files/read-entries.js";

/**
 * A `Read` on its way between threads. Columns are handed over without copying; a set of shared fields goes once, and is
 * named by its number from then on, so that on the other side, too, equal sets stay one object.
 */
export type PackedRead = Omit<Read, "event"> & { readonly event: PackedEvent };

type PackedEvent = Exclude<SourceEvent, { kind: "batch" }> | PackedBatch;
type PackedBatch = Omit<SourceEvent & { kind: "batch" }, "batch"> & {
  readonly batch: Omit<RawBatch, "records"> & { readonly records: PackedTable | undefined };
};
type PackedTable = Omit<RecordTable, "shared"> & {
  /** Numbers of sets. */
  readonly shared: Uint32Array;
  /** Sets that were not known before; they get the next numbers, from 0 on where all were forgotten. */
  readonly added: readonly Fields[];
  readonly isForgotten: boolean;
};

export type Packing = {
  /** The memory to be handed over belongs to the message from now on. */
  pack(read: Read): { readonly packed: PackedRead; readonly transfer: readonly ArrayBuffer[] };
};

/** Both sides keep so many sets. */
const MAX_SETS = 65_536;

export function createPacking(): Packing {
  let numbers = new Map<Fields, number>();

  function packTable({ shared, ...columns }: RecordTable): PackedTable {
    const isForgotten = numbers.size >= MAX_SETS;
    if (isForgotten) numbers = new Map();
    const added: Fields[] = [];
    const named = new Uint32Array(shared.length);
    for (const [place, fields] of shared.entries()) {
      let number = numbers.get(fields);
      if (number === undefined) {
        number = numbers.size;
        added.push(fields);
        numbers.set(fields, number);
      }
      named[place] = number;
    }
    return { ...columns, shared: named, added, isForgotten };
  }

  return {
    pack({ event, last }) {
      if (event.kind !== "batch") return { packed: { event, last }, transfer: [] };
      const { records, ...texts } = event.batch;
      const table = records === undefined ? undefined : packTable(records);
      const packed = { event: { ...event, batch: { ...texts, records: table } }, last };
      return { packed, transfer: buffersOf(texts, table) };
    },
  };
}

function buffersOf(texts: Omit<RawBatch, "records">, table: PackedTable | undefined): readonly ArrayBuffer[] {
  const columns: readonly unknown[] = [
    texts.bytes,
    texts.starts,
    texts.ends,
    texts.marks,
    table?.at,
    table?.set,
    ...(table?.own.flatMap((column) => Object.values(column)) ?? []),
  ];
  const buffers = columns.flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer] : []));
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}

export type Unpacking = { unpack(packed: PackedRead): Read };

export function createUnpacking(): Unpacking {
  let sets: Fields[] = [];

  function unpackTable({ shared, added, isForgotten, ...columns }: PackedTable): RecordTable {
    if (isForgotten) sets = [];
    for (const fields of added) sets.push(shapedFields(fields));
    return { ...columns, shared: Array.from(shared, (number) => sets[number] ?? {}) };
  }

  return {
    unpack({ event, last }) {
      if (event.kind !== "batch") return { event, last };
      const { records } = event.batch;
      const table = records === undefined ? undefined : unpackTable(records);
      return { event: { ...event, batch: { ...event.batch, records: table } }, last };
    },
  };
}
