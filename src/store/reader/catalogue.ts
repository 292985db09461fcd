import type { SourceId } from "../../core/entry.js";
import type { Scope } from "../../core/ports.js";
import type { BlockHeader, BlockReading } from "../block/block-table.js";
import type { Db } from "../database.js";

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

/** `onRemoved` is told of blocks that another one has taken the place of. */
export function openCatalogue(db: Db, blocks: BlockReading, onRemoved: (id: number) => void): Catalogue {
  const readRevision = db.prepare<[], number>("SELECT revision FROM store").pluck();
  const newSources = db
    .prepare<[number], [number, SourceId]>("SELECT number, id FROM source WHERE number > ? ORDER BY number")
    .raw();
  const runs = new Map<number, SourceRun>();
  let revision = -1;
  let lastSource = 0;

  return {
    revision: () => Math.max(0, revision),
    run: (number) => runs.get(number),
    refresh() {
      const current = readRevision.get() ?? 0;
      if (current === revision) return;
      for (const [number, id] of newSources.all(lastSource)) {
        runs.set(number, { number, id, blocks: [] });
        lastSource = number;
      }
      for (const header of blocks.since(revision)) {
        const run = runs.get(header.source);
        if (run !== undefined) place(run.blocks, header, onRemoved);
      }
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
export function endOf(run: SourceRun): number {
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
