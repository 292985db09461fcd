/** UTF-8 to text, U+FFFD for what is malformed; a byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.prototype.utf8Slice.call(bytes, start, end);
}
