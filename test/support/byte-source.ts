import { sourceId } from "../../src/core/entry.js";
import type { Source, SourceEvent } from "../../src/core/ports.js";
import { micros } from "../../src/core/time.js";
import { createFramer } from "../../src/sources/framing.js";

/** When everything a byte source gives arrived. */
export const ARRIVED = micros(Date.UTC(2026, 10, 21) * 1_000);

/** A source that gives these bytes in pieces and ends. */
export function byteSource(id: string, bytes: Buffer, pieceBytes = 64): Source {
  return {
    id: sourceId(id),
    label: id,
    async *events(): AsyncGenerator<SourceEvent> {
      const framer = createFramer({ now: () => ARRIVED });
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        const batch = framer.push(bytes.subarray(at, at + pieceBytes));
        if (batch !== undefined) yield { kind: "batch", batch, resume: undefined };
      }
      const last = framer.end();
      if (last !== undefined) yield { kind: "batch", batch: last, resume: undefined };
    },
  };
}
