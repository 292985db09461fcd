import { Writable } from "node:stream";

import type { Size } from "./compose.js";

/** What Ink takes for its terminal. */
export type InkStream = Writable & {
  readonly isTTY: true;
  readonly columns: number;
  readonly rows: number;
  /** Tells Ink of another size, which lays out and writes at once. */
  readonly resize: (size: Size) => void;
};

export type InkListener = {
  /** Ink's whole frame, a line for each row. */
  readonly onFrame: (lines: readonly string[]) => void;
  /** Sequences that set modes of the terminal. */
  readonly onControl: (sequences: string) => void;
};

const CONTROL = /^\u001b(?:\[[?<>=]|[78])/;

/**
 * Stands between Ink and the terminal. With `debug` Ink writes every commit as one string, the complete frame; that it
 * does so is a contract of ours with Ink's version, held by a test. Everything else it writes begins with a private mode.
 */
export function createInkStream(size: Size, { onFrame, onControl }: InkListener): InkStream {
  const writable = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      const text = chunk.toString();
      if (CONTROL.test(text)) onControl(text);
      else if (text !== "") onFrame(text.split("\n"));
      done();
    },
  });
  // Each of Ink's hooks listens for the size.
  writable.setMaxListeners(0);
  const resize = (wanted: Size): void => {
    Object.assign(stream, wanted);
    stream.emit("resize");
  };
  const stream: InkStream = Object.assign(writable, { isTTY: true as const, ...size, resize });
  return stream;
}
