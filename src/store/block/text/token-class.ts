/**
 * What a byte is to the tokens of a text: 0 lies between tokens, `PART` is in one, `TELLING` makes its token a variable.
 * Letters, digits and what joins the parts of names and numbers are parts; digits are telling, and so are the bytes below
 * 8, which stand for slots in a shape: so nothing ever needs escaping.
 */
export const PART = 1;
export const TELLING = 2;

export const CLASS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 8 || (byte >= 48 && byte <= 57)) return PART | TELLING;
  const lower = byte | 32;
  const isLetter = byte < 128 && lower >= 97 && lower <= 122;
  return isLetter || ".-_+".includes(String.fromCharCode(byte)) ? PART : 0;
});

/**
 * What stands in a shape for what differs from row to row. A stamp's slot is followed by the number of its style in two
 * octal digits, so that no byte from 8 on ever stands for anything but itself.
 */
export const Slot = {
  /** Bytes kept with the row. */
  variable: 0,
  /** The decimal process id, the host, the identifier: as they are in their columns. */
  pid: 1,
  host: 2,
  identifier: 3,
  /** The row's time, written in a style of the block. */
  stamp: 4,
  /** As `variable`, but any bytes at all: the whole text of a row that has no shape. */
  whole: 5,
} as const;

/** The first byte that stands for itself. */
export const FIRST_STATIC = 8;
