import type { SourceId } from "../../core/entry.js";
import type { Scope } from "../../core/ports.js";
import type { BlockHeader, BlockReading } from "../block/block-table.js";
import type { Db } from "../database.js";
import type { ArchiveShelf } from "./archives.js";

/** A source and its blocks, in order of ordinals. Grows by `refresh` only. */
export type SourceRun = {
  readonly number: number;
  readonly id: SourceId;
  readonly blocks: BlockHeader[];
};

/** A source and the ordinals [from, to) that a question is about, fixed when it was asked. */
export type Span = { readonly run: SourceRun; readonly from: number; readonly to: number };

/** The headers of all blocks, kept in memory and brought up to date with what was written since. */
export type Catalogue = {
  /** Takes in what is new; cheap when nothing is. */
  refresh(): void;
  revision(): number;
  run(number: number): SourceRun | undefined;
  /** What there is now of the sources in scope, by source number. */
  spans(scope: Scope): readonly Span[];
};

export type CatalogueParts = { readonly db: Db; readonly blocks: BlockReading; readonly archives: ArchiveShelf };

/** `onRemoved` is told of blocks that are not where they were any more. */
export function openCatalogue({ db, blocks, archives }: CatalogueParts, onRemoved: (id: number) => void): Catalogue {
  const readState = db.prepare<[], [number, number]>("SELECT revision, removed FROM store").raw();
  const remaining = db
    .prepare<[], number>("SELECT id FROM block WHERE sealed = 1 UNION ALL SELECT id FROM block WHERE sealed = 0")
    .pluck();
  const newSources = db
    .prepare<[number], [number, SourceId]>("SELECT number, id FROM source WHERE number > ? ORDER BY number")
    .raw();
  const runs = new Map<number, SourceRun>();
  let revision = -1;
  let removed = 0;
  let lastSource = 0;
  const takeIn = (headers: readonly BlockHeader[]): void => {
    for (const header of headers) {
      const run = runs.get(header.source);
      if (run !== undefined) place(run.blocks, header, onRemoved);
    }
  };
  const clear = (isGone: (header: BlockHeader) => boolean): void => {
    for (const { blocks: own } of runs.values()) {
      for (const gone of own.filter(isGone)) onRemoved(gone.id);
      own.splice(0, own.length, ...own.filter((header) => !isGone(header)));
    }
  };

  return {
    revision: () => Math.max(0, revision),
    run: (number) => runs.get(number),
    refresh() {
      const [current, lastRemoved] = readState.get() ?? [0, 0];
      if (current === revision) return;
      for (const [number, id] of newSources.all(lastSource)) {
        runs.set(number, { number, id, blocks: [] });
        lastSource = number;
      }
      if (archives.refresh()) {
        clear(() => true);
        revision = -1;
        // What is still in the store takes the place of its copy: it is never there twice.
        takeIn(archives.headers());
      } else if (lastRemoved !== removed) {
        const present = new Set(remaining.all());
        clear((header) => !present.has(header.id) && archives.readingOf(header) === undefined);
      }
      takeIn(blocks.since(revision));
      removed = lastRemoved;
      revision = current;
    },
    spans({ sources }) {
      const wanted = sources === undefined ? undefined : new Set(sources);
      return [...runs.values()]
        .filter(({ id }) => wanted === undefined || wanted.has(id))
        .map((run) => ({ run, from: run.blocks[0]?.first ?? 0, to: endOf(run) }));
    },
  };
}

/** Ordinal after the last entry. */
function endOf(run: SourceRun): number {
  const last = run.blocks.at(-1);
  return last === undefined ? 0 : last.first + last.count;
}

/** Puts a block where it belongs; it takes the place of those whose entries it holds. */
function place(blocks: BlockHeader[], header: BlockHeader, onRemoved: (id: number) => void): void {
  const end = header.first + header.count;
  let from = blocks.length;
  while (from > 0 && (blocks[from - 1]?.first ?? 0) >= header.first) from -= 1;
  let to = from;
  while (to < blocks.length && (blocks[to]?.first ?? end) < end) to += 1;
  for (const removed of blocks.splice(from, to - from, header)) onRemoved(removed.id);
}

/** How many entries of the span there are; ordinals whose block is gone are none. */
export function entriesIn({ run, from, to }: Span): number {
  return run.blocks.reduce(
    (sum, { first, count }) => sum + Math.max(0, Math.min(to, first + count) - Math.max(from, first)),
    0,
  );
}

/** The first ordinal from here on that has a block; `to` when there is none before it. */
export function nextPresent({ run, to }: Span, ordinal: number): number {
  const next = run.blocks[blockIndex(run.blocks, ordinal)];
  return Math.min(to, Math.max(ordinal, next?.first ?? to));
}

/** The ordinal behind the last block that lies wholly before this one; 0 when there is none. */
export function lastPresent({ blocks }: SourceRun, ordinal: number): number {
  const before = blocks[blockIndex(blocks, ordinal - 1) - 1];
  return before === undefined ? 0 : before.first + before.count;
}

/** Index of the first block that ends after the ordinal. */
export function blockIndex(blocks: readonly BlockHeader[], ordinal: number): number {
  return firstIndex(blocks.length, (index) => {
    const block = blocks[index];
    return block === undefined || block.first + block.count > ordinal;
  });
}

/** The smallest index in [0, count] from which on `reached` holds; it must stay true once it is. */
export function firstIndex(count: number, reached: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
