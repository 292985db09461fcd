const REPLACEMENT = "\uFFFD";

/**
 * UTF-8 to text for the few bytes that arrive as numbers or escapes inside a text; anything malformed becomes U+FFFD, one
 * for each maximal part as the Encoding Standard's decoder does. Bulk text is decoded by the host instead.
 */
export function decodeUtf8(bytes: ArrayLike<number>): string {
  const parts: string[] = [];
  let index = 0;
  while (index < bytes.length) {
    const lead = bytes[index] ?? 0;
    index += 1;
    if (lead < 0x80) {
      parts.push(String.fromCharCode(lead));
      continue;
    }
    const size = sizeOf(lead);
    let point = size === 2 ? lead & 0x1f : size === 3 ? lead & 0x0f : lead & 0x07;
    let taken = 1;
    while (taken < size && isNext(lead, taken, bytes[index])) {
      point = (point << 6) | ((bytes[index] ?? 0) & 0x3f);
      index += 1;
      taken += 1;
    }
    parts.push(size > 0 && taken === size ? String.fromCodePoint(point) : REPLACEMENT);
  }
  return parts.join("");
}

/** Whether the bytes `[start, end)` are UTF-8. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let index = start;
  while (index < end) {
    const lead = bytes[index] ?? 0;
    index += 1;
    if (lead < 0x80) continue;
    const size = sizeOf(lead);
    if (size === 0 || index + size - 1 > end) return false;
    for (let taken = 1; taken < size; taken += 1, index += 1) if (!isNext(lead, taken, bytes[index])) return false;
  }
  return true;
}

/** Length of the sequence that a byte begins, 0 when it cannot begin one. */
function sizeOf(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Whether a byte may follow; the second one is narrowed so that overlong forms and surrogates are malformed. */
function isNext(lead: number, taken: number, byte: number | undefined): boolean {
  if (byte === undefined) return false;
  if (taken > 1) return byte >= 0x80 && byte <= 0xbf;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return byte >= low && byte <= high;
}

/** How many U+FFFD of a decoded text were not in the bytes: more than 0 means that they were not UTF-8. */
export function replacedIn(text: string, bytes: Uint8Array): number {
  let replaced = 0;
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, at + 1)) replaced += 1;
  if (replaced === 0) return 0;
  for (let at = bytes.indexOf(0xef); at !== -1; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) replaced -= 1;
  }
  return replaced;
}
