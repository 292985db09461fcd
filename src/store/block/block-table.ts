import type { Db } from "../database.js";
import { openColumns, type BlockColumns } from "./block-columns.js";
import { chunkId, type GroupName, unpack } from "./chunk.js";
import type { EncodedBlock } from "./encode-block.js";
import type { ColumnSource } from "./lazy-column.js";
import { newSink, newTape, readVarint, writeVarint, written } from "./varint.js";

/** A block's row. `id` is the revision at which it was written: a block that grows gets a new one. */
export type BlockHeader = {
  readonly id: number;
  readonly source: number;
  /** Ordinal of the first entry. */
  readonly first: number;
  readonly count: number;
  /** Line number of the first entry, and how many lines there are. */
  readonly line: number;
  readonly lines: number;
  readonly atMin: number;
  readonly atMax: number;
  readonly orderFirst: number;
  readonly orderLast: number;
  readonly levels: readonly number[];
  readonly bytes: number;
  readonly sealed: boolean;
};

type BlockPlace = {
  readonly source: number;
  readonly first: number;
  readonly count: number;
  readonly line: number;
  readonly lines: number;
  readonly sealed: boolean;
};

type Row = [...fixed: Numbers, levels: Buffer, bytes: number, sealed: number];
type Numbers = [number, number, number, number, number, number, number, number, number, number];

const COLUMNS = "id, source, first, count, line, lines, at_min, at_max, order_first, order_last, levels, bytes, sealed";

export type BlockReading = {
  /** Blocks written after the revision, oldest first. */
  since(revision: number): readonly BlockHeader[];
  /** The blocks of a source that are not full yet, in order. */
  unsealed(source: number): readonly BlockHeader[];
  /** The first full block behind this one whose texts are as they were written: of before there were shapes. */
  plainAfter(id: number): BlockHeader | undefined;
  columns(header: BlockHeader, on: Pick<ColumnSource, "damaged" | "grew" | "filters">): BlockColumns;
};

/** The unpacked bytes of a block's column group; undefined when the block has none, throws when they are damaged. */
export function groupReading(db: Db): (block: number, group: GroupName) => Buffer | undefined {
  const chunk = db
    .prepare<[number], [number, number, Buffer, number | null]>("SELECT codec, size, data, crc FROM chunk WHERE id = ?")
    .raw();
  return (block, group) => {
    const row = chunk.get(chunkId(block, group));
    return row === undefined ? undefined : unpack({ codec: row[0], size: row[1], data: row[2], crc: row[3] });
  };
}

export function blockReading(db: Db): BlockReading {
  const since = db.prepare<[number], Row>(`SELECT ${COLUMNS} FROM block WHERE id > ? ORDER BY id`).raw();
  const unsealed = db
    .prepare<[number], Row>(`SELECT ${COLUMNS} FROM block WHERE source = ? AND sealed = 0 ORDER BY first`)
    .raw();
  const plain = db
    .prepare<[number], Row>(`SELECT ${COLUMNS} FROM block WHERE id > ? AND sealed = 1 AND form = 0 ORDER BY id LIMIT 1`)
    .raw();
  const load = groupReading(db);
  return {
    since: (revision) => since.all(revision).map(headerOf),
    unsealed: (source) => unsealed.all(source).map(headerOf),
    plainAfter(id) {
      const row = plain.get(id);
      return row === undefined ? undefined : headerOf(row);
    },
    columns: (header, on) => openColumns({ ...header, ...on, load: (group) => load(header.id, group) }),
  };
}

function headerOf(row: Row): BlockHeader {
  const tape = newTape(row[10]);
  return {
    id: row[0],
    source: row[1],
    first: row[2],
    count: row[3],
    line: row[4],
    lines: row[5],
    atMin: row[6],
    atMax: row[7],
    orderFirst: row[8],
    orderLast: row[9],
    levels: Array.from({ length: 9 }, () => readVarint(tape)),
    bytes: row[11],
    sealed: row[12] === 1,
  };
}

export type BlockWriting = {
  /** Raises the store's revision and returns it. */
  advance(): number;
  /** Writes a block under a new revision, which is its id. Only within a transaction. */
  insert(place: BlockPlace, block: EncodedBlock): number;
  remove(id: number): void;
  /** Writes the same entries of a block in another form; false when the block is gone. Only within a transaction. */
  rewrite(id: number, block: EncodedBlock): boolean;
};

export function blockWriting(db: Db): BlockWriting {
  const advance = db.prepare<[], number>("UPDATE store SET revision = revision + 1 RETURNING revision").pluck();
  const insertBlock = db.prepare(
    `INSERT INTO block (${COLUMNS}, form, formats) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertChunk = db.prepare("INSERT INTO chunk (id, codec, size, data, crc) VALUES (?, ?, ?, ?, ?)");
  const removeBlock = db.prepare("DELETE FROM block WHERE id = ?");
  const removeChunks = db.prepare("DELETE FROM chunk WHERE id BETWEEN ? AND ?");
  const setForm = db.prepare("UPDATE block SET form = ? WHERE id = ?");
  const insertChunks = (id: number, { chunks }: EncodedBlock): void => {
    for (const [group, { codec, size, data, crc }] of chunks) {
      insertChunk.run(chunkId(id, group), codec, size, data, crc);
    }
  };
  const next = (): number => advance.get() ?? 0;
  return {
    advance: next,
    insert(place, block) {
      const { form, summary } = block;
      const id = next();
      const levels = newSink(16);
      for (const count of summary.levels) writeVarint(levels, count);
      const span = [place.line, place.lines];
      const times = [summary.atMin, summary.atMax, summary.orderFirst, summary.orderLast];
      const rest = [written(levels), summary.bytes, place.sealed ? 1 : 0, form, JSON.stringify(summary.formats)];
      insertBlock.run(id, place.source, place.first, place.count, ...span, ...times, ...rest);
      insertChunks(id, block);
      return id;
    },
    remove(id) {
      removeBlock.run(id);
      removeChunks.run(id * 16, id * 16 + 15);
    },
    rewrite(id, block) {
      if (setForm.run(block.form, id).changes === 0) return false;
      removeChunks.run(id * 16, id * 16 + 15);
      insertChunks(id, block);
      return true;
    },
  };
}
