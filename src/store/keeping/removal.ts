import { blockWriting } from "../block/block-table.js";
import type { Db } from "../database.js";

/** A block that is to leave the store. */
export type Leaving = {
  readonly id: number;
  readonly source: number;
  readonly first: number;
  readonly count: number;
  readonly orderLast: number;
};

/** Takes blocks out so that readers notice. All calls belong in one transaction that writes. */
export type Removal = {
  remove(id: number): void;
  /** Once after the removals: readers look again at what there is. */
  tell(): void;
};

export function removal(db: Db): Removal {
  const blocks = blockWriting(db);
  const tell = db.prepare("UPDATE store SET removed = ?");
  return {
    remove: (id) => blocks.remove(id),
    tell: () => void tell.run(blocks.advance()),
  };
}
