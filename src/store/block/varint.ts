/** A growing run of bytes; owned by whoever made it. */
export type Sink = { bytes: Buffer; length: number };

export function newSink(capacity: number): Sink {
  return { bytes: Buffer.allocUnsafe(Math.max(16, capacity)), length: 0 };
}

/** What has been written so far; shares memory with the sink. */
export function written(sink: Sink): Buffer {
  return sink.bytes.subarray(0, sink.length);
}

/** Makes room for `more` bytes; keeps what is there. */
function reserve(sink: Sink, more: number): void {
  const need = sink.length + more;
  if (need <= sink.bytes.length) return;
  const grown = Buffer.allocUnsafe(Math.max(need, sink.bytes.length * 2));
  sink.bytes.copy(grown, 0, 0, sink.length);
  sink.bytes = grown;
}

export function writeByte(sink: Sink, value: number): void {
  reserve(sink, 1);
  sink.bytes[sink.length] = value;
  sink.length += 1;
}

/** A whole number from 0 to 2^53 - 1, seven bits a byte, low bits first. */
export function writeVarint(sink: Sink, value: number): void {
  reserve(sink, 8);
  const { bytes } = sink;
  let at = sink.length;
  let rest = value;
  while (rest >= 0x8000_0000) {
    bytes[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest >= 128) {
    bytes[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  sink.length = at;
}

export function writeBytes(sink: Sink, bytes: Uint8Array): void {
  reserve(sink, bytes.length);
  sink.bytes.set(bytes, sink.length);
  sink.length += bytes.length;
}

export function writeFloat(sink: Sink, value: number): void {
  reserve(sink, 8);
  sink.length = sink.bytes.writeDoubleLE(value, sink.length);
}

/** UTF-8 with its length in front; lone surrogates become U+FFFD. */
export function writeText(sink: Sink, text: string): void {
  const size = Buffer.byteLength(text);
  writeVarint(sink, size);
  reserve(sink, size);
  sink.length += sink.bytes.write(text, sink.length);
}

/** Reads what a Sink wrote. Reading past the end gives zeros; `isOverrun` tells. */
export type Tape = { readonly bytes: Buffer; at: number };

export function newTape(bytes: Uint8Array, at = 0): Tape {
  return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at };
}

/** True when more was read than was there: the bytes are not what they should be. */
export function isOverrun(tape: Tape): boolean {
  return tape.at > tape.bytes.length;
}

export function readByte(tape: Tape): number {
  const value = tape.bytes[tape.at] ?? 0;
  tape.at += 1;
  return value;
}

export function readVarint(tape: Tape): number {
  const { bytes } = tape;
  let at = tape.at;
  let byte = bytes[at++] ?? 0;
  let value = byte & 127;
  let scale = 128;
  while (byte >= 128) {
    byte = bytes[at++] ?? 0;
    value += (byte & 127) * scale;
    scale *= 128;
  }
  tape.at = at;
  return value;
}

export function readBytes(tape: Tape, length: number): Buffer {
  const bytes = tape.bytes.subarray(tape.at, tape.at + length);
  tape.at += length;
  return bytes;
}

export function readFloat(tape: Tape): number {
  const value = tape.at + 8 <= tape.bytes.length ? tape.bytes.readDoubleLE(tape.at) : 0;
  tape.at += 8;
  return value;
}

export function readText(tape: Tape): string {
  const size = readVarint(tape);
  const text = tape.bytes.toString("utf8", tape.at, tape.at + size);
  tape.at += size;
  return text;
}
