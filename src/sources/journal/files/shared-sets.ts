import type { Fields, FieldValue } from "../../../core/entry.js";
import { shapedFields } from "../../../core/record-fields.js";
import { MessageId } from "../../../core/systemd/message-ids.js";
import { timeIn } from "../record-time.js";
import type { KnownData } from "./known-data.js";
import type { SharedFields } from "./record.js";

/** Finds the set for a run of known fields: the same run gives the same object. */
export type SharedSets = {
  /** `ids[0, count)` are indexes into `items`; undefined when two of them have the same name. */
  find(bootId: string, ids: Int32Array, count: number): SharedFields | undefined;
  /** How many sets there are: to be forgotten, together with the items, when they are too many. */
  size(): number;
};

type Slot = {
  readonly bootId: string;
  readonly ids: Int32Array;
  readonly set: SharedFields | undefined;
};

export function createSharedSets(items: readonly KnownData[]): SharedSets {
  let slots: (Slot | undefined)[] = Array.from({ length: 1024 });
  let size = 0;

  function place(hash: number, bootId: string, ids: Int32Array, count: number): number {
    const mask = slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = slots[at];
      if (slot === undefined || (slot.bootId === bootId && isSame(slot.ids, ids, count))) return at;
    }
  }

  function grow(): void {
    const old = slots;
    slots = Array.from({ length: old.length * 2 });
    for (const slot of old) {
      if (slot !== undefined)
        slots[place(hashOf(slot.ids, slot.ids.length), slot.bootId, slot.ids, slot.ids.length)] = slot;
    }
  }

  return {
    find(bootId, ids, count) {
      const hash = hashOf(ids, count);
      const known = slots[place(hash, bootId, ids, count)];
      if (known !== undefined) return known.set;
      if (2 * (size + 1) > slots.length) grow();
      size += 1;
      const own = ids.slice(0, count);
      const set = setOf(items, bootId, own);
      slots[place(hash, bootId, ids, count)] = { bootId, ids: own, set };
      return set;
    },
    size: () => size,
  };
}

function hashOf(ids: Int32Array, count: number): number {
  let hash = count;
  for (let index = 0; index < count; index++) hash = Math.imul(hash ^ (ids[index] ?? 0), 0x85ebca6b) ^ (hash >>> 15);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function isSame(known: Int32Array, ids: Int32Array, count: number): boolean {
  if (known.length !== count) return false;
  for (let index = 0; index < count; index++) if (known[index] !== ids[index]) return false;
  return true;
}

function setOf(items: readonly KnownData[], bootId: string, ids: Int32Array): SharedFields | undefined {
  const fields: Record<string, FieldValue> = { _BOOT_ID: bootId };
  for (const id of ids) {
    const item = items[id];
    if (item === undefined) continue;
    if (Object.hasOwn(fields, item.name)) return undefined;
    fields[item.name] = item.value;
  }
  return sharedFields(fields);
}

export function sharedFields(fields: Fields): SharedFields {
  return {
    fields: shapedFields(fields),
    saysSuppressed: fields["MESSAGE_ID"] === MessageId.suppressed,
    at: timeIn(fields["_SOURCE_REALTIME_TIMESTAMP"]),
    hasSourceTime: "_SOURCE_REALTIME_TIMESTAMP" in fields,
  };
}
