import type { Fields, FieldValue } from "../../core/entry.js";
import type { SourceEvent } from "../../core/ports.js";
import { type Micros, micros } from "../../core/time.js";
import { createStructuredBatch } from "../structured-batch.js";
import { type Cursor, isUpTo, missingBetween, parseCursor, tokenOf } from "./cursor.js";
import { createExportDecoder } from "./export-decoder.js";
import { countIn, timeOfRecord } from "./record-time.js";

export type IntakeOptions = {
  /** The last entry that was given: it and what lies before it is left out where it shows up again. */
  readonly last: Cursor | undefined;
  /** Entries before this are left out. */
  readonly from: Micros | undefined;
  /** Whether a hole in the numbers is a loss; not so where entries are left out on purpose. */
  readonly countsHoles: boolean;
};

/** Turns the bytes of one run of journalctl into events. */
export type Intake = {
  /** Takes bytes in; gives what fills a batch or ends at a gap. */
  push(bytes: Uint8Array): readonly SourceEvent[];
  /** Gives the rest. */
  flush(): readonly SourceEvent[];
  /** Whether there is a rest. */
  isHolding(): boolean;
  /** The newest entry that was taken in or left out. */
  last(): Cursor | undefined;
};

/** journald's word for "this service logged too much" (SD_MESSAGE_JOURNAL_DROPPED). */
const SUPPRESSED = "a596d6fe7bfa4994828e72309e95d61e";
const NO_TEXT = new Uint8Array(0);

export function createIntake(options: IntakeOptions): Intake {
  const batch = createStructuredBatch();
  let { last } = options;
  let isRepeating = last !== undefined;
  let isStartThere = false;
  let events: SourceEvent[] = [];
  let damaged = 0;

  function close(): void {
    const taken = batch.take();
    if (taken === undefined) return;
    events.push({ kind: "batch", batch: taken, resume: last === undefined ? undefined : tokenOf(last) });
  }

  function gap(reason: "dropped" | "suppressed" | "vacuumed", lost: number | undefined): void {
    close();
    events.push({ kind: "gap", reason, lost });
  }

  function onRecord(fields: Record<string, FieldValue>, message: Uint8Array | undefined): void {
    const cursor = cursorOf(fields);
    if (cursor !== undefined && !isWanted(cursor)) return;
    // As journalctl 254 and later add them: the cursor says both, and what comes from the files has them there.
    if ("__SEQNUM" in fields) delete fields["__SEQNUM"];
    if ("__SEQNUM_ID" in fields) delete fields["__SEQNUM_ID"];
    const at = timeOfRecord(fields) ?? cursor?.at ?? micros(Date.now() * 1000);
    batch.add({ at, fields }, message ?? NO_TEXT);
    if (fields["MESSAGE_ID"] === SUPPRESSED) gap("suppressed", countIn(fields["N_DROPPED"]));
    if (batch.isFull()) close();
  }

  /** Whether the entry is to be given; keeps account of what was seen. */
  function isWanted(cursor: Cursor): boolean {
    if (isRepeating && last !== undefined && isUpTo(cursor, last)) {
      isStartThere = true;
      return false;
    }
    const lost = last === undefined || !options.countsHoles ? 0 : missingBetween(last, cursor);
    // Where the entry that was asked for again is gone, so are those that came after it.
    if (lost > 0) gap(isRepeating && !isStartThere ? "vacuumed" : "dropped", lost);
    isRepeating = false;
    last = cursor;
    return options.from === undefined || cursor.at >= options.from;
  }

  function given(): readonly SourceEvent[] {
    const all = events;
    events = [];
    return all;
  }

  const decoder = createExportDecoder(onRecord);
  return {
    push(bytes) {
      decoder.push(bytes);
      if (decoder.damaged() > damaged) gap("dropped", decoder.damaged() - damaged);
      damaged = decoder.damaged();
      return given();
    },
    flush() {
      close();
      return given();
    },
    isHolding: batch.isHolding,
    last: () => last,
  };
}

function cursorOf(fields: Fields): Cursor | undefined {
  const text = fields["__CURSOR"];
  return typeof text === "string" ? parseCursor(text) : undefined;
}
