import type { SourceId } from "../../core/entry.js";
import { decodePlaced, type FilePlace } from "../block/in-place/file-place.js";
import { createTextFinder, type TextFinder } from "../block/in-place/find-texts.js";
import { chunkId, unpack } from "../block/chunk.js";
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
  const chunk = db
    .prepare<[number], [number, number, Buffer, number | null]>("SELECT codec, size, data, crc FROM chunk WHERE id = ?")
    .raw();
  const lastPlace = (source: number): FilePlace | undefined => {
    const block = lastBlock.get(source, Form.inPlace);
    const row = block === undefined ? undefined : chunk.get(chunkId(block, "place"));
    if (row === undefined) return undefined;
    try {
      return decodePlaced(unpack({ codec: row[0], size: row[1], data: row[2], crc: row[3] })).place;
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
