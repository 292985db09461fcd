import type { RawBatch } from "../../core/batch.js";
import { type FieldValue, type Fields, Mark } from "../../core/entry.js";
import { fieldAt } from "../batch-rows.js";

/** Names one message of the kernel, the same whether it came from /dev/kmsg or from the journal. */
export type KernelKey = string & { readonly __key: "kernel" };

/** More than the kernel's ring ever holds: what was forgotten can come from neither side any more. */
const MOST_KEYS = 32_768;
/** journald takes the writer's name off the front of a line, so a line is known by its end. */
const END_BYTES = 32;

/** Which messages one side has given, the newest so many; whoever waits for one is told. */
export type KernelLedger = {
  note(key: KernelKey): void;
  has(key: KernelKey): boolean;
  isEmpty(): boolean;
  /** Calls back after each `note`; returns the way to stop. */
  onNote(listener: () => void): () => void;
};

export function createKernelLedger(): KernelLedger {
  const keys = new Set<KernelKey>();
  const listeners = new Set<() => void>();
  return {
    note(key) {
      keys.add(key);
      if (keys.size > MOST_KEYS)
        for (const oldest of keys) {
          keys.delete(oldest);
          break;
        }
      for (const listener of listeners) listener();
    },
    has: (key) => keys.has(key),
    isEmpty: () => keys.size === 0,
    onNote(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * The key of a row that is a message of the kernel, whose time since boot the journal keeps as
 * `_SOURCE_MONOTONIC_TIMESTAMP` and the kernel source as `MONOTONIC_USEC`; undefined for all others.
 */
export function kernelKeyAt(batch: RawBatch, row: number): KernelKey | undefined {
  if (fieldAt(batch, row, "_TRANSPORT") !== "kernel") return undefined;
  // Of a line in pieces the first ones say nothing: the last has the end.
  if (((batch.marks?.[row] ?? 0) & Mark.continues) !== 0) return undefined;
  const fields = Object.fromEntries(KEY_FIELDS.map((name) => [name, fieldAt(batch, row, name) ?? null]));
  return kernelKey(fields, batch.bytes.subarray(batch.starts[row], batch.ends[row]));
}

const KEY_FIELDS = ["_BOOT_ID", "_SOURCE_MONOTONIC_TIMESTAMP", "MONOTONIC_USEC"] as const;

export function kernelKey(fields: Fields, text: Uint8Array): KernelKey | undefined {
  const boot = fields["_BOOT_ID"];
  const uptime = textOf(fields["_SOURCE_MONOTONIC_TIMESTAMP"]) ?? textOf(fields["MONOTONIC_USEC"]);
  if (typeof boot !== "string" || uptime === undefined) return undefined;
  let end = text.length;
  while (end > 0 && (text[end - 1] ?? 0) <= SPACE) end--;
  const ending = Buffer.from(text.subarray(Math.max(0, end - END_BYTES), end)).toString("latin1");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where keys are made
  return `${boot}:${uptime}:${ending}` as KernelKey;
}

const SPACE = 32;

function textOf(value: FieldValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
