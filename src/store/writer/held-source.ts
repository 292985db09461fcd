import type { EntryBatch } from "../../core/batch.js";
import type { Remark } from "../../core/truth.js";
import type { Db } from "../database.js";
import { type RemarkPlace, remarkWriting } from "../remark-table.js";
import { type BlockHeader, type BlockReading, type BlockWriting } from "../block/block-table.js";
import { batchOfColumns } from "../block/columns-batch.js";
import { encodeGrowing, encodeInPlace, encodeSealed } from "../block/encode-block.js";
import type { TextFinder } from "../block/in-place/find-texts.js";
import { createTextEncoder, type TextEncoder } from "../block/text/encode-texts.js";
import { clearRows, isFull, lineAfter, newRowBuffer, type RowBuffer, takeRows } from "../block/row-buffer.js";

/** Enough rows, or bytes, to be worth a full, packed block. */
const SEAL_ROWS = 16_384;
const SEAL_BYTES = 3 << 20;

/** The newest small block is written again with what arrives, as long as it stays this small. */
const GROW_ROWS = 256;
const GROW_BYTES = 32 << 10;

/**
 * A source being collected. Rows that do not fill a block yet are on disk in small unpacked blocks and here in memory;
 * when enough have gathered they become one packed block in the transaction of the batch that filled it.
 */
export type HeldSource = {
  readonly number: number;
  readonly rows: RowBuffer;
  /** Ordinal and line number of the first buffered row. */
  first: number;
  line: number;
  lastOrder: number;
  /** Ids of the small blocks that hold the buffered rows. */
  small: number[];
  /** Buffered rows before this are in small blocks that will not grow; up to `stored` they are on disk. */
  openFrom: number;
  stored: number;
  /** The buffer's weight when it held only the rows before `openFrom`, and those before `stored`. */
  openWeight: number;
  storedWeight: number;
  /** Where its texts may be left in the file that they come from. */
  readonly finder: TextFinder | undefined;
};

export type SourceShelf = {
  /** What the store knows of a source; the rows of its small blocks come back into memory. */
  load(number: number): HeldSource;
  /** Within a transaction: the rows and what was said before them go in, whole or not at all. */
  append(
    held: HeldSource,
    batches: readonly EntryBatch[],
    resume: string | undefined,
    remarks: readonly Remark[],
  ): void;
};

type Counters = { readonly next_ordinal: number; readonly next_line: number; readonly last_order: number | null };

export function sourceShelf(
  db: Db,
  blocks: BlockReading & BlockWriting,
  finderOf: (source: number) => TextFinder | undefined,
): SourceShelf {
  const counters = db.prepare<[number], Counters>(
    "SELECT next_ordinal, next_line, last_order FROM source WHERE number = ?",
  );
  const update = db.prepare(
    "UPDATE source SET next_ordinal = ?, next_line = ?, last_order = ?, resume = coalesce(?, resume) WHERE number = ?",
  );
  const said = remarkWriting(db);
  const texts = createTextEncoder();
  return {
    load(number) {
      const known = counters.get(number);
      const held = newHeld(number, known, finderOf(number));
      for (const header of tailBlocks(blocks.unsealed(number), held.first)) restore(held, header, blocks);
      held.lastOrder = known?.last_order ?? Number.NEGATIVE_INFINITY;
      return held;
    },
    append(held, batches, resume, remarks) {
      if (remarks.length > 0) said.keep(placeBefore(held, batches), remarks);
      takeBatches(held, batches, { blocks, texts });
      const lastOrder = Number.isFinite(held.lastOrder) ? held.lastOrder : null;
      const nextLine = lineAfter(held.rows, 0, held.line);
      update.run(held.first + held.rows.count, nextLine, lastOrder, resume ?? null, held.number);
    },
  };
}

function placeBefore(held: HeldSource, batches: readonly EntryBatch[]): RemarkPlace {
  const after = Number.isFinite(held.lastOrder) ? held.lastOrder : undefined;
  const first = batches.find(({ count }) => count > 0)?.order[0];
  const before = first === undefined ? after : Math.max(first, after ?? first);
  return { source: held.number, ordinal: held.first + held.rows.count, after, before };
}

function newHeld(number: number, known: Counters | undefined, finder: TextFinder | undefined): HeldSource {
  return {
    number,
    rows: newRowBuffer(),
    first: known?.next_ordinal ?? 0,
    line: known?.next_line ?? 1,
    lastOrder: Number.NEGATIVE_INFINITY,
    small: [],
    openFrom: 0,
    stored: 0,
    openWeight: 0,
    storedWeight: 0,
    finder,
  };
}

/** The small blocks that reach without a hole to the source's end. */
function tailBlocks(unsealed: readonly BlockHeader[], end: number): readonly BlockHeader[] {
  const tail: BlockHeader[] = [];
  let need = end;
  for (const header of unsealed.toReversed()) {
    if (header.first + header.count !== need) break;
    tail.unshift(header);
    need = header.first;
  }
  return tail;
}

function restore(held: HeldSource, header: BlockHeader, blocks: BlockReading): void {
  const damage: unknown[] = [];
  const damaged = (_group: unknown, cause: unknown): void => void damage.push(cause);
  const batch = batchOfColumns(blocks.columns(header, { damaged, grew: () => undefined }));
  if (damage.length > 0) {
    // What cannot be read is left where it is, and not merged with anything.
    startAfresh(held, header.first + header.count, header.line + header.lines);
    return;
  }
  if (held.small.length === 0) {
    held.first = header.first;
    held.line = header.line;
  }
  held.openWeight = held.rows.weight;
  takeRows(held.rows, batch, 0, header.orderFirst);
  held.small.push(header.id);
  held.openFrom = held.rows.count - header.count;
  held.stored = held.rows.count;
  held.storedWeight = held.rows.weight;
}

function startAfresh(held: HeldSource, first: number, line: number): void {
  clearRows(held.rows);
  held.first = first;
  held.line = line;
  held.small = [];
  held.openFrom = 0;
  held.openWeight = 0;
  held.stored = 0;
  held.storedWeight = 0;
}

type Shelving = { readonly blocks: BlockWriting; readonly texts: TextEncoder };

function takeBatches(held: HeldSource, batches: readonly EntryBatch[], shelving: Shelving): void {
  const { rows } = held;
  for (const batch of batches) {
    let taken = 0;
    while (taken < batch.count) {
      taken += takeRows(rows, batch, taken, held.lastOrder);
      held.lastOrder = rows.columns.order[rows.count - 1] ?? held.lastOrder;
      if (isFull(rows)) seal(held, shelving);
    }
  }
  if (rows.count >= SEAL_ROWS || rows.weight >= SEAL_BYTES) seal(held, shelving);
  else if (rows.count > held.stored) storeTail(held, shelving);
}

/** All buffered rows become one packed block; the small blocks that held them go. */
function seal(held: HeldSource, { blocks, texts }: Shelving): void {
  const { rows } = held;
  const next = lineAfter(rows, 0, held.line);
  for (const id of held.small) blocks.remove(id);
  const place = { source: held.number, first: held.first, count: rows.count, line: held.line, sealed: true };
  const placed = held.finder?.find(rows);
  const block = placed === undefined ? encodeSealed(rows, texts) : encodeInPlace(rows, placed);
  blocks.insert({ ...place, lines: next - held.line }, block);
  startAfresh(held, held.first + rows.count, next);
}

/** The newest rows go to disk unpacked: into the small block that is still growing, or into a new one. */
function storeTail(held: HeldSource, { blocks }: Shelving): void {
  const { rows, small } = held;
  const growing = small.at(-1);
  if (growing !== undefined && canGrow(held)) {
    blocks.remove(growing);
    small.pop();
  } else {
    held.openFrom = held.stored;
    held.openWeight = held.storedWeight;
  }
  const from = held.openFrom;
  const line = lineAfter({ ...rows, count: from }, 0, held.line);
  const lines = lineAfter(rows, from, line) - line;
  const place = { source: held.number, first: held.first + from, count: rows.count - from, line, lines };
  small.push(blocks.insert({ ...place, sealed: false }, encodeGrowing(rows, from)));
  held.stored = rows.count;
  held.storedWeight = rows.weight;
}

function canGrow({ rows, openFrom, openWeight }: HeldSource): boolean {
  return rows.count - openFrom <= GROW_ROWS && rows.weight - openWeight <= GROW_BYTES;
}
