import { newSink, newTape, readText, readVarint, writeText, writeVarint, written } from "../varint.js";

/** A run of bytes of a file: what is there is known again by its CRC-32, wherever a rotation may have taken the file. */
export type FilePlace = {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
};

/** A block's texts in a file; `gaps[i]` bytes of line end lie before text i. */
export type PlacedTexts = { readonly place: FilePlace; readonly gaps: Uint8Array };

export function encodePlaced({ place, gaps }: PlacedTexts): Buffer {
  const sink = newSink(gaps.length + 64);
  writeText(sink, place.path);
  for (const number of [place.offset, place.length, place.crc, gaps.length]) writeVarint(sink, number);
  for (const gap of gaps) writeVarint(sink, gap);
  return written(sink);
}

export function decodePlaced(bytes: Buffer): PlacedTexts {
  const tape = newTape(bytes);
  const place = {
    path: readText(tape),
    offset: readVarint(tape),
    length: readVarint(tape),
    crc: readVarint(tape),
  };
  const count = readVarint(tape);
  if (count > bytes.length) throw new RangeError("a block has not as many texts as it says");
  return { place, gaps: Uint8Array.from({ length: count }, () => readVarint(tape)) };
}
