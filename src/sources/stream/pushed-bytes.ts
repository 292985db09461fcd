import type { Micros } from "../../core/time.js";
import type { Bell } from "./bell.js";
import type { ByteReader } from "./byte-reader.js";

/** Bytes that somebody hands over, as a reader takes them. */
export type PushedBytes = ByteReader & {
  /** Settles when there is room for more. The memory goes over. */
  push(bytes: Uint8Array): Promise<void>;
  /** Nothing more comes. */
  end(): void;
  /** While true, what there is no room for is dropped and counted, instead of making its giver wait. */
  overflow(isDropping: boolean): void;
  readonly droppedBytes: () => number;
  /** When what was taken last was pushed: it may have waited since. */
  readonly receivedAt: () => Micros;
};

/** `roomBytes` may wait to be taken; a single piece may be larger. */
export function createPushedBytes(bell: Bell, roomBytes: number, now: () => Micros): PushedBytes {
  let parts: { readonly bytes: Uint8Array; readonly at: Micros }[] = [];
  let takenAt: Micros | undefined;
  let waiting = 0;
  let dropped = 0;
  let hasEnded = false;
  let isDropping = false;
  let isClosed = false;
  let room: PromiseWithResolvers<void> | undefined;

  const makeRoom = () => {
    room?.resolve();
    room = undefined;
  };
  return {
    async push(bytes) {
      if (isClosed || (isDropping && waiting >= roomBytes)) {
        dropped += bytes.length;
        return;
      }
      parts.push({ bytes, at: now() });
      waiting += bytes.length;
      bell.ring();
      if (waiting < roomBytes || isDropping) return;
      room ??= Promise.withResolvers<void>();
      await room.promise;
    },
    end() {
      hasEnded = true;
      bell.ring();
    },
    overflow(on) {
      isDropping = on;
      if (on) makeRoom();
    },
    droppedBytes: () => dropped,
    receivedAt: () => takenAt ?? now(),
    take() {
      const [next] = parts;
      if (next === undefined) return hasEnded ? "ended" : "quiet";
      parts.shift();
      waiting -= next.bytes.length;
      takenAt = next.at;
      if (waiting < roomBytes) makeRoom();
      return next.bytes;
    },
    trouble: () => undefined,
    close() {
      // Who does not read any more must not make the giver wait; what it did not take is lost.
      isClosed = true;
      dropped += waiting;
      parts = [];
      waiting = 0;
      makeRoom();
    },
  };
}
