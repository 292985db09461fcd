/**
 * Bytes that come in pieces, seen as one: `data[at, length)` is what has not been consumed. What is left of one piece
 * is copied in front of the next; nothing else is. `data` may be the caller's memory, valid until `hold`.
 */
export type ByteWindow = { data: Buffer; length: number; at: number; held: Buffer };

const SMALLEST_HELD = 64 * 1024;

export function createByteWindow(): ByteWindow {
  const held = Buffer.alloc(0);
  return { data: held, length: 0, at: 0, held };
}

/** Shows what was held back, followed by the new bytes. */
export function takeIn(window: ByteWindow, bytes: Uint8Array): void {
  const left = window.length - window.at;
  window.at = 0;
  if (left === 0) {
    window.data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    window.length = bytes.length;
    return;
  }
  const needed = left + bytes.length;
  reserve(window, needed, left);
  window.held.set(bytes, left);
  window.data = window.held;
  window.length = needed;
}

/** Takes what is left into memory of its own. */
export function hold(window: ByteWindow): void {
  const left = window.length - window.at;
  if (window.data !== window.held) reserve(window, left, 0);
  window.data.copy(window.held, 0, window.at, window.length);
  window.data = window.held;
  window.at = 0;
  window.length = left;
}

function reserve(window: ByteWindow, needed: number, kept: number): void {
  if (needed <= window.held.length) return;
  const grown = Buffer.allocUnsafeSlow(Math.max(needed, window.held.length * 2, SMALLEST_HELD));
  window.held.copy(grown, 0, 0, kept);
  window.held = grown;
}
