import type { RawBatch, RawRecord, RecordTable } from "../core/batch.js";
import { type Fields, type FieldValue, Mark } from "../core/entry.js";
import { setField } from "../core/record-fields.js";
import { type Micros, micros } from "../core/time.js";
import { MAX_LINE_BYTES } from "./framing.js";
import { createEntryStamps } from "./structured/entry-stamps.js";
import type { CursorParts } from "./structured/own-builders.js";
import { createOwnColumns, isOwnName, type OwnColumns } from "./structured/own-columns.js";
import { createRows } from "./structured/rows.js";
import { createSharedSets } from "./structured/shared-sets.js";
import { createTexts } from "./structured/texts.js";

/**
 * Collects records that come with their time and fields. Texts are copied, with nothing between them; a text longer
 * than a line may be becomes several records with the same time and fields.
 */
export type StructuredBatch = OwnColumns & {
  /** For whoever has the fields as an object: what is known to differ from record to record goes into columns. */
  add(record: RawRecord, text: Uint8Array): void;
  /** The fast way. `shared` is the same object for equal fields; the record's own are set right after, by column. */
  addRow(at: Micros, shared: Fields, text: TextRange): void;
  /** The record that was added last is an entry of a journal file; then all of the batch are. */
  stamp(place: CursorParts, sourceTime: number): void;
  readonly isHolding: () => boolean;
  isFull(): boolean;
  /** What was collected; undefined when nothing was. Starts anew. */
  take(): RawBatch | undefined;
};

/** May be one object that is moved on from text to text. */
type TextRange = { readonly bytes: Uint8Array; readonly start: number; readonly end: number };

/** Bounds of a batch: a full one becomes a full block of the store without being written twice. */
const FULL_RECORDS = 8_192;
const FULL_BYTES = 3 << 19;

export function createStructuredBatch(): StructuredBatch {
  const texts = createTexts(FULL_BYTES);
  const rows = createRows();
  const own = createOwnColumns(rows.last, (name, value) => rows.extend(name, value));
  const stamps = createEntryStamps();
  const sets = createSharedSets();

  function addText(at: Micros, shared: Fields, { bytes, start, end }: TextRange): void {
    rows.begin();
    let from = start;
    while (end - from > MAX_LINE_BYTES) {
      const to = characterStart(bytes, from + MAX_LINE_BYTES);
      texts.add(bytes, from, to, Mark.continues);
      rows.add(at, shared);
      from = to;
    }
    texts.add(bytes, from, end, 0);
    rows.add(at, shared);
  }

  return {
    add({ at, fields }, text) {
      const { rest, apart } = splitFields(fields);
      addText(at, sets.share(rest), { bytes: text, start: 0, end: text.length });
      for (const [name, value] of apart) own.set(name, value);
    },
    addRow: addText,
    stamp: (place, sourceTime) => stamps.set(rows.last.from, rows.last.to, place, sourceTime),
    digits: own.digits,
    values: own.values,
    cursor: own.cursor,
    set: own.set,
    setDigits: own.setDigits,
    isHolding: () => rows.count() > 0,
    isFull: () => rows.count() >= FULL_RECORDS || texts.size() >= FULL_BYTES,
    take() {
      const count = rows.count();
      if (count === 0) return undefined;
      const records: RecordTable = { ...rows.take(), own: [...stamps.take(count), ...own.take(count)] };
      return { ...texts.take(), records, receivedAt: micros(Date.now() * 1000) };
    },
  };
}

type Split = { readonly rest: Fields; readonly apart: readonly (readonly [string, string])[] };

function splitFields(fields: Fields): Split {
  const rest: Record<string, FieldValue> = {};
  const apart: [string, string][] = [];
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value === undefined) continue;
    if (typeof value === "string" && isOwnName(name)) apart.push([name, value]);
    else setField(rest, name, value);
  }
  return apart.length === 0 ? { rest: fields, apart } : { rest, apart };
}

/** The start of the character at `at`; `at` itself where the bytes are not UTF-8. */
function characterStart(text: Uint8Array, at: number): number {
  for (let back = 0; back <= 3; back++) if (((text[at - back] ?? 0) & 0xc0) !== 0x80) return at - back;
  return at;
}

/** A batch without records: it says that the source is well again although nothing new has come. */
export function emptyBatch(): RawBatch {
  const none = new Uint32Array(0);
  const receivedAt = micros(Date.now() * 1000);
  const records: RecordTable = { at: new Float64Array(0), set: none, shared: [], own: [] };
  return { bytes: new Uint8Array(0), starts: none, ends: none, count: 0, marks: undefined, records, receivedAt };
}
