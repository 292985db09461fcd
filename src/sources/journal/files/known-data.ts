import type { FieldValue } from "../../../core/entry.js";

/** A field that entries refer to again and again, decoded once. */
export type KnownData = {
  readonly name: string;
  readonly value: FieldValue;
  /** The value as bytes where it is a message; these are given on as they are. */
  readonly text: Uint8Array | undefined;
  readonly bytes: number;
  /** Entries with this field are told apart by it so often that it is no part of what they share. */
  readonly isOwn: boolean;
};

/** From the offset of a DATA object to what is known of it: a hash table, for it is asked twenty times an entry. */
export type KnownTable = { slots: Int32Array; readonly items: KnownData[]; bytes: number };

export const UNKNOWN = -0x8000_0000;
const FIRST_SLOTS = 4096;
const MAX_ITEMS = 100_000;
const MAX_BYTES = 16 * 1024 * 1024;

export function newKnownTable(): KnownTable {
  return { slots: new Int32Array(2 * FIRST_SLOTS), items: [], bytes: 0 };
}

/** Its index among the items; `~index` for one that is its entries' own, which is negative. `UNKNOWN` when it is not there. */
export function findKnown({ slots }: KnownTable, at: number): number {
  const key = at / 8;
  const mask = slots.length - 1;
  let slot = (Math.imul(key, 0x9e3779b1) >>> 7) << 1;
  for (;;) {
    slot &= mask;
    const held = slots[slot] ?? 0;
    if (held === key) return slots[slot + 1] ?? UNKNOWN;
    if (held === 0) return UNKNOWN;
    slot += 2;
  }
}

/** Whether so much is known that it should be forgotten. */
export function isFull({ items, bytes }: KnownTable): boolean {
  return items.length >= MAX_ITEMS || bytes >= MAX_BYTES;
}

/** Gives its index among the items. */
export function addKnown(table: KnownTable, at: number, item: KnownData): number {
  if (4 * (table.items.length + 1) > table.slots.length) grow(table);
  const index = table.items.push(item) - 1;
  table.bytes += item.bytes;
  put(table.slots, at / 8, item.isOwn ? ~index : index);
  return index;
}

function grow(table: KnownTable): void {
  const old = table.slots;
  table.slots = new Int32Array(old.length * 2);
  for (let slot = 0; slot < old.length; slot += 2) {
    const key = old[slot] ?? 0;
    if (key !== 0) put(table.slots, key, old[slot + 1] ?? 0);
  }
}

function put(slots: Int32Array, key: number, index: number): void {
  const mask = slots.length - 1;
  let slot = (Math.imul(key, 0x9e3779b1) >>> 7) << 1;
  while (slots[(slot &= mask)] !== 0) slot += 2;
  slots[slot] = key;
  slots[slot + 1] = index;
}
