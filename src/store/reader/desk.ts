import { bootAt, bootsMeant, type StoredBoot } from "../../core/boots.js";
import { type Fault, FaultError } from "../../core/fault.js";
import type { Scope } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { nameBoots } from "../../core/query/name-boots.js";
import type { LocalOffset } from "../../core/time.js";
import type { BlockHeader } from "../block/block-table.js";
import type { GroupName } from "../block/chunk.js";
import type { PlacedRemark } from "../../core/truth.js";
import type { Db } from "../database.js";
import { remarkReading } from "../remark-table.js";
import { type ArchiveShelf, wholeReading } from "./archives.js";
import { openBlockCache } from "./block-cache.js";
import { createBootShelf } from "./boots.js";
import { blockIndex, openCatalogue, type SourceRun, type Span } from "./catalogue.js";
import { nameSessions } from "./named-sessions.js";
import { createPlanShelf, type Plan } from "./plan.js";
import type { SessionReading } from "../session/session-table.js";
import { createRowView, type Describing, type OpenBlock, type RowView } from "./row-view.js";
import type { Bracket } from "./work.js";

export type DeskOptions = Describing & {
  /** Told once of every block that cannot be read; its entries are shown empty. */
  readonly onFault?: ((fault: Fault) => void) | undefined;
  /** Told when the file is not there any more, and when another is. */
  readonly onMoved?: ((fault: Fault) => void) | undefined;
  /** The boot of this machine that is running, which `boot:0` means where the store has entries of it. */
  readonly runningBoot?: string | undefined;
  /** By which long slices of time are cut; UTC where it is left out. */
  readonly localOffset?: LocalOffset;
};

/** Everything that answers to questions share: headers, opened blocks, plans, and one view of a row. */
export type Desk = Bracket & {
  revision(): number;
  run(number: number): SourceRun | undefined;
  spans(scope: Scope): readonly Span[];
  plan(query: Query): Plan;
  /** The boots that `boot:0` and its like count, oldest first. */
  boots(): readonly StoredBoot[];
  open(run: SourceRun, header: BlockHeader): OpenBlock;
  /** The block that holds the entry. */
  blockOf(run: SourceRun, ordinal: number): OpenBlock | undefined;
  /** What was said before entries of the source, both ordinals included. */
  remarks(run: SourceRun, first: number, last: number): readonly PlacedRemark[];
  /** What was unpacked so far, in whole or in part. */
  opened(): { readonly blocks: number; readonly entries: number };
  /** The one view, on this row. */
  view(block: OpenBlock, row: number): RowView;
};

/** What a desk stands on. */
export type DeskParts = {
  readonly db: Db;
  /** The connection belongs to a writer in the same thread, so nothing happens between two statements. */
  readonly isShared: boolean;
  readonly sessions: SessionReading;
  readonly archives: ArchiveShelf;
};

export function openDesk({ db, isShared, sessions, archives }: DeskParts, options: DeskOptions): Desk {
  const said = remarkReading(db);
  const plans = createPlanShelf();
  const boots = createBootShelf();
  const told = new Set<number>();
  const seen = new Map<number, number>();
  const damaged = (header: BlockHeader, group: GroupName, cause: unknown): void => {
    // Without its filter a block is only slower to search.
    if (group === "filter") return;
    if (!told.has(header.id)) options.onFault?.(unreadable(header, catalogue.run(header.source)?.id, cause));
    told.add(header.id);
  };
  const blocks = wholeReading(db, archives);
  const cache = openBlockCache(blocks, damaged, (header) => seen.set(header.id, header.count));
  const catalogue = openCatalogue({ db, blocks, archives }, (id) => {
    cache.drop(id);
    plans.forget(id);
    boots.forget(id);
  });
  const begin = db.prepare("BEGIN");
  const commit = db.prepare("COMMIT");
  let view: RowView | undefined;
  const open = (run: SourceRun, header: BlockHeader): OpenBlock => ({ run, header, columns: cache.open(header) });

  const desk: Desk = {
    // A read transaction: the blocks that the headers speak of stay readable while it lasts.
    enter() {
      if (!isShared) begin.run();
      try {
        catalogue.refresh();
      } catch (error) {
        if (db.inTransaction) commit.run();
        throw error;
      }
    },
    leave() {
      // SQLite has ended it where the file could not be read.
      if (!isShared && db.inTransaction) commit.run();
    },
    revision: () => catalogue.revision(),
    run: (number) => catalogue.run(number),
    spans: (scope) => catalogue.spans(scope),
    plan(query) {
      const named = nameSessions(query, () => sessions.outlines());
      return plans.get(nameBoots(named, (offset) => bootAt(desk.boots(), offset)?.id));
    },
    boots: () => bootsMeant(boots.all(desk), options.runningBoot),
    open,
    remarks: (run, first, last) => said.at(run.number, first, last),
    opened: () => ({ blocks: seen.size, entries: [...seen.values()].reduce((sum, count) => sum + count, 0) }),
    blockOf(run, ordinal) {
      const header = run.blocks[blockIndex(run.blocks, ordinal)];
      return header === undefined || header.first > ordinal ? undefined : open(run, header);
    },
    view(block, row) {
      view ??= createRowView(options, block);
      view.seat(block, row);
      return view;
    },
  };
  return desk;
}

function unreadable({ id, first, count }: BlockHeader, source: string | undefined, cause: unknown): Fault {
  if (cause instanceof FaultError) return cause.fault;
  return {
    code: "store-corrupt",
    message: `${count} entries of ${source ?? "a source"} cannot be read (from the ${first + 1}th on, block ${id} of the store)`,
    hint: "they are shown empty; all others are whole",
    cause,
  };
}
