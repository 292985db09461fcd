import { NO } from "../../../core/query/match/verdict.js";
import { allows } from "../text/match-texts.js";
import { plainTexts, type TextColumn } from "../text/text-column.js";
import { decodePlaced } from "./file-place.js";
import { readPlace } from "./read-place.js";

/** What a block has of texts that were left in a file. */
export type PlacedSource = {
  readonly count: number;
  readonly filter: Buffer;
  readonly place: Buffer;
  /** Where each text starts among all of them, and where the last one ends. */
  readonly starts: () => Uint32Array;
  readonly grew: (bytes: number) => void;
};

/** Texts that were left in a file. Throws from whatever first needs the file when it has them no more. */
export function placedTexts(source: PlacedSource): TextColumn {
  let text: Buffer | undefined;
  const all = (): Buffer => (text ??= gather(source));
  const plain = plainTexts(all, () => source.starts());
  return {
    ...plain,
    rowsWith(literal) {
      if (!allows(source.filter, literal)) return NO;
      return plain.rowsWith(literal);
    },
    countWith: (literal) => (allows(source.filter, literal) ? undefined : 0),
    rowsMatching(pattern, within) {
      if (!allows(source.filter, pattern.needs)) return NO;
      return plain.rowsMatching(pattern, within);
    },
  };
}

/** The texts without the line ends between them. */
function gather(source: PlacedSource): Buffer {
  const { place, gaps } = decodePlaced(source.place);
  const starts = source.starts();
  const size = starts[source.count] ?? 0;
  if (gaps.length !== source.count) throw new RangeError("a block has not as many texts as rows");
  const bytes = readPlace(place);
  const text = Buffer.allocUnsafe(size);
  source.grew(size);
  let from = 0;
  for (let row = 0; row < source.count; row += 1) {
    from += gaps[row] ?? 0;
    const start = starts[row] ?? 0;
    const length = (starts[row + 1] ?? start) - start;
    if (from + length > bytes.length) throw new RangeError("a block's texts reach over its place in the file");
    bytes.copy(text, start, from, from + length);
    from += length;
  }
  return text;
}
