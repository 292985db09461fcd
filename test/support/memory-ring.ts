import type { KmsgDevice } from "../../src/sources/kernel/kmsg-device.js";

/** A ring of records as the kernel keeps one, of a size of our own. */
export type MemoryRing = {
  add(...texts: readonly string[]): void;
  /** A reader that starts at the oldest record. */
  open(): KmsgDevice;
};

export function createMemoryRing(capacity = Number.POSITIVE_INFINITY): MemoryRing {
  const records: Uint8Array[] = [];
  let dropped = 0;
  return {
    add(...texts) {
      for (const text of texts) {
        const sequence = dropped + records.length;
        records.push(Buffer.from(`6,${sequence},${1_000 * sequence},-;${text}\n`));
        if (records.length > capacity) {
          records.shift();
          dropped++;
        }
      }
    },
    open() {
      let next = dropped;
      return {
        read() {
          if (next < dropped) {
            next = dropped;
            return "overrun";
          }
          return records[next++ - dropped] ?? (next--, "none");
        },
        close: () => {},
      };
    },
  };
}
