import type { SourceId } from "../../core/entry.js";
import { decodePlaced, type FilePlace } from "../block/in-place/file-place.js";
import { createTextFinder, type TextFinder } from "../block/in-place/find-texts.js";
import { groupReading } from "../block/block-table.js";
import { Form } from "../block/encode-block.js";
import type { Db } from "../database.js";

/** Path of the file that a source reads, where its texts may be left in it instead of being copied. */
export type FileOf = (source: SourceId) => string | undefined;

/** Finders for sources by number; each goes on behind what was left in the file last. */
export function textFinders(db: Db, fileOf: FileOf): (source: number) => TextFinder | undefined {
  const idOf = db.prepare<[number], SourceId>("SELECT id FROM source WHERE number = ?").pluck();
  const lastBlock = db
    .prepare<[number, number], number>("SELECT id FROM block WHERE source = ? AND form = ? ORDER BY id DESC LIMIT 1")
    .pluck();
  const load = groupReading(db);
  const lastPlace = (source: number): FilePlace | undefined => {
    const block = lastBlock.get(source, Form.inPlace);
    if (block === undefined) return undefined;
    try {
      const bytes = load(block, "place");
      return bytes === undefined ? undefined : decodePlaced(bytes).place;
    } catch {
      // A damaged one is only a hint that is missing.
      return undefined;
    }
  };
  return (source) => {
    const id = idOf.get(source);
    const path = id === undefined ? undefined : fileOf(id);
    return path === undefined ? undefined : createTextFinder(path, lastPlace(source));
  };
}
