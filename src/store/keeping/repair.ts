import { failed, ok, type Result } from "../../core/fault.js";
import { blockReading, blockWriting } from "../block/block-table.js";
import { encodeSealed } from "../block/encode-block.js";
import type { RowBuffer } from "../block/row-buffer.js";
import { createTextEncoder } from "../block/text/encode-texts.js";
import type { Db } from "../database.js";
import { faultOf } from "../faults.js";
import { remarkWriting } from "../remark-table.js";
import { rowsOf } from "../writer/renewal.js";
import { prepareArchive } from "./archive-file.js";
import { type BlockPlace, copyBlocks, withArchive } from "./copy-blocks.js";
import type { DamagedBlock } from "./damage.js";
import { removal } from "./removal.js";

/**
 * Takes damaged blocks out, into a store of their own at `file`, where what is left of them can be looked at; in their
 * place it is said how many entries are missing. All in one transaction: killed, it was not done.
 */
export function takeOutDamaged(db: Db, damaged: readonly DamagedBlock[], file: string): Result<void> {
  try {
    const prepared = prepareArchive(db, file);
    if (!prepared.ok) return prepared;
    withArchive(db, file, () => copyBlocks(db, damaged.map(placeOf)));
    const out = removal(db);
    const said = remarkWriting(db);
    const take = db.transaction(() => {
      for (const block of damaged) {
        out.remove(block.id);
        const ordinal = block.firstOrdinal + block.entries;
        const place = { source: block.number, ordinal, after: block.orderFirst, before: block.orderLast };
        said.keep(place, [{ kind: "gap", reason: "damaged", lost: block.entries }]);
      }
      out.tell();
    });
    take.immediate();
    return ok(undefined);
  } catch (error) {
    return failed(faultOf(error, file));
  }
}

/**
 * Writes blocks anew of which only the filter is damaged: it is made from the texts, which are whole. Returns those that
 * it could not help.
 */
export function mendBlocks(db: Db, damaged: readonly DamagedBlock[]): readonly DamagedBlock[] {
  const blocks = { ...blockReading(db), ...blockWriting(db) };
  const texts = createTextEncoder();
  const headers = new Map(blocks.since(-1).map((header) => [header.id, header]));
  const mend = db.transaction((id: number, rows: RowBuffer) => blocks.rewrite(id, encodeSealed(rows, texts)));
  return damaged.filter(({ id, isMendable }) => {
    const header = isMendable ? headers.get(id) : undefined;
    const rows = header === undefined ? undefined : rowsOf(header, blocks);
    return rows === undefined || !mend.immediate(id, rows);
  });
}

function placeOf({ id, number, firstOrdinal, entries }: DamagedBlock): BlockPlace {
  return { id, source: number, first: firstOrdinal, count: entries };
}
