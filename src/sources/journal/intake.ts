import type { Fields, FieldValue } from "../../core/entry.js";
import type { SourceEvent } from "../../core/ports.js";
import { MessageId } from "../../core/systemd/message-ids.js";
import { type Micros, micros } from "../../core/time.js";
import { createStructuredBatch } from "../structured-batch.js";
import type { ClockSteps } from "./clock-steps.js";
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
  readonly clock: ClockSteps;
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

const NO_TEXT = new Uint8Array(0);

export function createIntake(options: IntakeOptions): Intake {
  const batch = createStructuredBatch();
  let { last } = options;
  let [isRepeating, isStartThere] = [last !== undefined, false];
  const events: SourceEvent[] = [];
  let damaged = 0;

  function close(): void {
    const taken = batch.take();
    if (taken === undefined) return;
    events.push({ kind: "batch", batch: taken, resume: last === undefined ? undefined : tokenOf(last) });
  }

  function say(...said: readonly SourceEvent[]): void {
    if (said.length > 0) close();
    events.push(...said);
  }

  function onRecord(fields: Record<string, FieldValue>, message: Uint8Array | undefined): void {
    const cursor = cursorOf(fields);
    if (cursor !== undefined && !isWanted(cursor, fields)) return;
    leaveOutNumbers(fields);
    const at = timeOfRecord(fields) ?? cursor?.at ?? micros(Date.now() * 1000);
    batch.add({ at, fields }, message ?? NO_TEXT);
    if (batch.isFull()) close();
  }

  /** Whether the entry is to be given; keeps account of what was seen. */
  function isWanted(cursor: Cursor, fields: Fields): boolean {
    if (isRepeating && last !== undefined && isUpTo(cursor, last)) {
      isStartThere = true;
      return false;
    }
    const lost = last === undefined || !options.countsHoles ? 0 : missingBetween(last, cursor);
    // Where the entry that was asked for again is gone, so are those that came after it.
    if (lost > 0) say({ kind: "gap", reason: isRepeating && !isStartThere ? "vacuumed" : "dropped", lost });
    isRepeating = false;
    const isRecent = options.from === undefined || cursor.at >= options.from;
    // Said before the record that tells it, so that who goes on behind the record has heard it.
    if (isRecent) say(...tellings(fields, options.clock));
    last = cursor;
    return isRecent;
  }

  const decoder = createExportDecoder(onRecord);
  return {
    push(bytes) {
      decoder.push(bytes);
      if (decoder.damaged() > damaged) say({ kind: "gap", reason: "dropped", lost: decoder.damaged() - damaged });
      damaged = decoder.damaged();
      return events.splice(0);
    },
    flush() {
      close();
      return events.splice(0);
    },
    isHolding: batch.isHolding,
    last: () => last,
  };
}

/** As journalctl 254 and later add them: the cursor says both, and what comes from the files has them there. */
function leaveOutNumbers(fields: Record<string, FieldValue>): void {
  if ("__SEQNUM" in fields) delete fields["__SEQNUM"];
  if ("__SEQNUM_ID" in fields) delete fields["__SEQNUM_ID"];
}

function tellings(fields: Fields, clock: ClockSteps): readonly SourceEvent[] {
  const told: SourceEvent[] = [];
  if (fields["MESSAGE_ID"] === MessageId.suppressed) {
    told.push({ kind: "gap", reason: "suppressed", lost: countIn(fields["N_DROPPED"]) });
  }
  const boot = fields["_BOOT_ID"];
  const [monotonic, realtime] = [fields["__MONOTONIC_TIMESTAMP"], fields["__REALTIME_TIMESTAMP"]];
  const hasStepped = typeof boot === "string" && clock.stepped(boot, Number(monotonic), Number(realtime));
  if (hasStepped) told.push({ kind: "note", what: "clock-step", count: 1 });
  return told;
}

function cursorOf(fields: Fields): Cursor | undefined {
  const text = fields["__CURSOR"];
  return typeof text === "string" ? parseCursor(text) : undefined;
}
