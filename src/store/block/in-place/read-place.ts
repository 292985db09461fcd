import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { FaultError } from "../../../core/fault.js";
import type { FilePlace } from "./file-place.js";
import { readRange } from "./read-range.js";

/** So many files of a folder are tried: what rotations make of one is among the first few. */
const MOST_SIBLINGS = 64;

/**
 * The bytes of the place, from the file or from what a rotation made of it. Throws a FaultError where nobody has them
 * any more.
 */
export function readPlace(place: FilePlace): Buffer {
  for (const path of candidates(place.path)) {
    const bytes = readRange(path, place.offset, place.length);
    if (bytes?.length === place.length && crc32(bytes) === place.crc) return bytes;
  }
  throw new FaultError({
    code: "not-found",
    message: `the text of some entries was left in ${place.path}, which has it no more`,
    hint: "bring the file back, or collect without --in-place: then the store has a copy of its own",
  });
}

function* candidates(path: string): Generator<string> {
  yield path;
  const name = basename(path);
  const folder = dirname(path);
  yield* namesIn(folder)
    .filter((each) => each !== name && each.startsWith(name))
    .toSorted()
    .slice(0, MOST_SIBLINGS)
    .map((each) => join(folder, each));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
