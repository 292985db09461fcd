import type { StoredBoot } from "../../core/boots.js";
import { micros } from "../../core/time.js";
import type { BlockHeader } from "../block/block-table.js";
import type { SourceRun, Span } from "./catalogue.js";
import type { OpenBlock, RowView } from "./row-view.js";

/** What the boots of a store are read from. */
type BootDesk = {
  spans(scope: { readonly sources: undefined }): readonly Span[];
  open(run: SourceRun, header: BlockHeader): OpenBlock;
  view(block: OpenBlock, row: number): RowView;
};

export type BootShelf = {
  /** All boots of which there are entries, in no order. Blocks that were looked at before are not read again. */
  all(desk: BootDesk): readonly StoredBoot[];
  forget(block: number): void;
};

export function createBootShelf(): BootShelf {
  const known = new Map<number, readonly StoredBoot[]>();
  return {
    all(desk) {
      const boots = new Map<string, StoredBoot>();
      for (const { run } of desk.spans({ sources: undefined })) {
        for (const header of run.blocks) {
          const found = known.get(header.id) ?? bootsOfBlock(desk, desk.open(run, header));
          known.set(header.id, found);
          for (const boot of found) boots.set(boot.id, joined(boots.get(boot.id), boot));
        }
      }
      return [...boots.values()];
    },
    forget: (block) => void known.delete(block),
  };
}

function bootsOfBlock(desk: BootDesk, block: OpenBlock): readonly StoredBoot[] {
  const { header } = block;
  if (block.columns.fields() === undefined) return [];
  const first = bootOfRow(desk, block, 0);
  const last = bootOfRow(desk, block, header.count - 1);
  // The boots of a source follow one another: the same one at both ends is the only one.
  if (first?.id === last?.id) return first === undefined ? [] : [{ ...first, last: micros(header.atMax) }];
  const boots = new Map<string, StoredBoot>();
  for (let row = 0; row < header.count; row += 1) {
    const boot = bootOfRow(desk, block, row);
    if (boot !== undefined) boots.set(boot.id, joined(boots.get(boot.id), boot));
  }
  return [...boots.values()];
}

function bootOfRow(desk: BootDesk, block: OpenBlock, row: number): StoredBoot | undefined {
  const view = desk.view(block, row);
  const id = view.field("_BOOT_ID");
  if (typeof id !== "string") return undefined;
  const machine = view.field("_MACHINE_ID");
  const at = micros(view.at());
  return { id, machine: typeof machine === "string" ? machine : undefined, first: at, last: at };
}

function joined(known: StoredBoot | undefined, more: StoredBoot): StoredBoot {
  if (known === undefined) return more;
  return {
    id: known.id,
    machine: known.machine ?? more.machine,
    first: micros(Math.min(known.first, more.first)),
    last: micros(Math.max(known.last, more.last)),
  };
}
