import type { RawBatch } from "../core/batch.js";
import type { BuildReport } from "../core/build-report.js";
import { type Fields, Mark } from "../core/entry.js";
import type { Micros } from "../core/time.js";
import { type BuildModel, createBuildModel } from "../nix/build-model.js";
import { decodeNix } from "../nix/decode.js";
import { newProgressLine, readProgress } from "../nix/progress-line.js";
import { type ActivityId, type NixEvent, ResultType } from "../nix/protocol.js";
import { lineFields, shown } from "../nix/shown.js";
import { createMixedBatch, type MixedBatch } from "./nix-batch.js";
import { isHumanSign, isProtocolLine, PREFIX_BYTES } from "./nix-signs.js";

export type NixTapOptions = {
  /** Every line is an event, without the `@nix ` before it: what `json-log-path` sends. */
  readonly isBare?: boolean;
  /** What a derivation needs, asked once for each as it becomes known; [] where nothing tells. */
  readonly needsOf?: ((drv: string) => readonly string[]) | undefined;
};

/**
 * Reads what nix writes in the batches of one stream. Lines of its protocol become records that a person can read;
 * progress and ends of activities only move the build model; all other lines stay what they are, and those that nix
 * writes for people are understood as well. How the lines are batched makes no difference.
 */
export type NixTap = {
  /** The batch's memory goes over to the tap. */
  push(batch: RawBatch): Tapped;
  /** The stream has ended. Gives what was held back. */
  end(at: Micros): Tapped;
  /** What is known of the build at this moment. */
  report(): BuildReport;
  /** Whether anything of nix has been seen. */
  isActive(): boolean;
  readonly counts: NixCounts;
};

/** `batch` is undefined where no line of it is an entry; `coalesced` lines moved the model and are no entries. */
export type Tapped = { readonly batch: RawBatch | undefined; readonly coalesced: number };

type NixCounts = {
  /** Lines of the protocol that became an event. */
  readonly events: number;
  /** Progress lines among them. */
  readonly progress: number;
  /** Of an action or a type that is not known here: ignored. */
  readonly unknown: number;
  /** Not of the protocol although they looked like it: kept as text. */
  readonly malformed: number;
};

/** A line in pieces is put together up to here; a longer one stays text. */
const MAX_HELD_BYTES = 8 * 1024 * 1024;
/** Ids that never stop must not fill the memory. */
const MAX_LINE_FIELDS = 10_000;
const CR = 13;

type Tap = {
  readonly model: BuildModel;
  readonly options: NixTapOptions;
  readonly counts: { -readonly [Name in keyof NixCounts]: NixCounts[Name] };
  /** Newest progress of each activity that the model has not heard of yet. */
  readonly pending: Map<number, { readonly type: number; readonly fields: Float64Array }>;
  readonly line: ReturnType<typeof newProgressLine>;
  /** Fields of a build's log lines, the same object for every line of a phase. */
  readonly lineFields: Map<ActivityId, Fields>;
  /** Something of nix was seen: every line may matter. */
  isActive: boolean;
  /** The last record was a piece of a line of text. */
  isInsideLine: boolean;
  /** Pieces of a protocol line that goes on. */
  held: Buffer | undefined;
  asked: number;
};

export function openNixTap(options: NixTapOptions = {}): NixTap {
  const tap: Tap = {
    model: createBuildModel(),
    options,
    counts: { events: 0, progress: 0, unknown: 0, malformed: 0 },
    pending: new Map(),
    line: newProgressLine(),
    lineFields: new Map(),
    isActive: options.isBare === true,
    isInsideLine: false,
    held: undefined,
    asked: 0,
  };
  return {
    push(batch) {
      if (batch.records !== undefined) return { batch, coalesced: 0 };
      const from = tap.isActive ? 0 : firstSign(tap, batch);
      return from === -1 ? { batch, coalesced: 0 } : push(tap, batch, from);
    },
    end: (at) => end(tap, at),
    report: () => tap.model.report(),
    isActive: () => tap.isActive,
    counts: tap.counts,
  };
}

/** The first line of the batch that is nix's, or -1: all that a tap does on streams that are not. */
function firstSign(tap: Tap, { bytes, starts, ends, count, marks }: RawBatch): number {
  for (let index = 0; index < count; index += 1) {
    const start = starts[index] ?? 0;
    const end = ends[index] ?? 0;
    if (isProtocolLine(bytes, start, end) || isHumanSign(bytes, start, end)) return index;
  }
  tap.isInsideLine = ((marks?.[count - 1] ?? 0) & Mark.continues) !== 0;
  return -1;
}

/** `from` is the first line that may matter to the build. */
function push(tap: Tap, batch: RawBatch, from: number): Tapped {
  const mixed = createMixedBatch(batch.receivedAt, batch.bytes.length);
  let coalesced = 0;
  for (let index = 0; index < batch.count; index += 1) {
    const start = batch.starts[index] ?? 0;
    const end = batch.ends[index] ?? 0;
    const marks = batch.marks?.[index] ?? 0;
    tap.isActive ||= index >= from;
    if (tap.held !== undefined) coalesced += goOn(tap, mixed, batch, index);
    else if (!tap.isInsideLine && isEvent(tap, batch.bytes, start, end)) {
      if ((marks & (Mark.continues | Mark.partial)) !== 0) tap.held = Buffer.from(batch.bytes.subarray(start, end));
      else coalesced += protocolLine(tap, mixed, batch, { bytes: batch.bytes, start, end, marks });
    } else textLine(tap, mixed, batch, index);
  }
  flush(tap, batch.receivedAt);
  askNeeds(tap);
  return { batch: mixed.take(), coalesced };
}

function isEvent({ options }: Tap, bytes: Uint8Array, start: number, end: number): boolean {
  return options.isBare === true ? end > start : isProtocolLine(bytes, start, end);
}

function textLine(
  tap: Tap,
  mixed: MixedBatch,
  { bytes, starts, ends, marks, receivedAt }: RawBatch,
  index: number,
): void {
  const end = ends[index] ?? 0;
  const line = bytes.subarray(starts[index] ?? 0, end);
  const mark = marks?.[index] ?? 0;
  if (tap.isActive && !tap.isInsideLine && (mark & Mark.continues) === 0) {
    flush(tap, receivedAt);
    tap.model.read(textOf(line, 0, line.length), receivedAt);
  }
  tap.isInsideLine = (mark & Mark.continues) !== 0;
  mixed.addLine(line, mark, bytes[end] === CR ? "\r\n" : "\n");
}

/** One more piece of a protocol line. Returns how many lines were folded. */
function goOn(tap: Tap, mixed: MixedBatch, batch: RawBatch, index: number): number {
  const piece = batch.bytes.subarray(batch.starts[index], batch.ends[index]);
  const whole = Buffer.concat([tap.held ?? Buffer.alloc(0), piece]);
  const goesOn = ((batch.marks?.[index] ?? 0) & (Mark.continues | Mark.partial)) !== 0;
  if (goesOn && whole.length <= MAX_HELD_BYTES) {
    tap.held = whole;
    return 0;
  }
  tap.held = undefined;
  tap.isInsideLine = goesOn;
  const marks = batch.marks?.[index] ?? 0;
  return protocolLine(tap, mixed, batch, { bytes: whole, start: 0, end: whole.length, marks });
}

type Range = { readonly bytes: Uint8Array; readonly start: number; readonly end: number; readonly marks: number };

/** Returns 1 when the line is no entry. */
function protocolLine(tap: Tap, mixed: MixedBatch, { receivedAt }: Pick<RawBatch, "receivedAt">, range: Range): number {
  const { bytes, end } = range;
  const start = range.start + (tap.options.isBare === true ? 0 : PREFIX_BYTES);
  if (readProgress(bytes, start, end, tap.line)) {
    remember(tap);
    return 1;
  }
  const event = decodeNix(textOf(bytes, start, end));
  if (event === "malformed") {
    tap.counts.malformed += 1;
    mixed.addLine(bytes.subarray(range.start, end), range.marks, "\n");
    return 0;
  }
  if (event === "unknown") {
    tap.counts.unknown += 1;
    return 1;
  }
  return take(tap, mixed, event, receivedAt) ? 0 : 1;
}

/** True when the event is an entry. */
function take(tap: Tap, mixed: MixedBatch, event: NixEvent, at: Micros): boolean {
  tap.counts.events += 1;
  if (event.kind === "log-line") {
    tap.model.apply(event, at);
    const fields = event.isHook ? undefined : lineFieldsOf(tap, event.id);
    const record = shown(event, fields === undefined ? tap.model.owner(event.id) : undefined);
    if (record !== undefined) mixed.addRecord(record.text, fields ?? record.fields);
    return true;
  }
  flush(tap, at);
  if (event.kind !== "message") tap.lineFields.delete(event.id);
  tap.model.apply(event, at);
  const record = shown(event, event.kind === "message" ? undefined : tap.model.owner(event.id));
  if (record === undefined) return false;
  mixed.addRecord(record.text, record.fields);
  return true;
}

function lineFieldsOf(tap: Tap, id: ActivityId): Fields {
  const known = tap.lineFields.get(id);
  if (known !== undefined) return known;
  const fields = lineFields(false, tap.model.owner(id));
  if (tap.lineFields.size >= MAX_LINE_FIELDS) tap.lineFields.clear();
  tap.lineFields.set(id, fields);
  return fields;
}

function remember(tap: Tap): void {
  const { line, pending } = tap;
  tap.counts.events += 1;
  tap.counts.progress += 1;
  const known = pending.get(line.id);
  // What is expected of several types shares an id; nobody asks for more than the last.
  if (known?.type === line.type) known.fields.set(line.fields);
  else if (line.type === ResultType.progress) pending.set(line.id, { type: line.type, fields: line.fields.slice() });
}

/** Tells the model the newest progress, before anything that it could matter to. */
function flush(tap: Tap, at: Micros): void {
  if (tap.pending.size === 0) return;
  for (const [id, { fields }] of tap.pending) {
    const [done = 0, expected = 0, running = 0, failed = 0] = fields;
    tap.model.apply({ kind: "progress", id: String(id), done, expected, running, failed }, at);
  }
  tap.pending.clear();
}

function askNeeds(tap: Tap): void {
  const { needsOf } = tap.options;
  if (needsOf === undefined) return;
  const fresh = tap.model.derivationsFrom(tap.asked);
  tap.asked += fresh.length;
  for (const drv of fresh) tap.model.addNeeds(drv, needsOf(drv));
}

function end(tap: Tap, at: Micros): Tapped {
  let coalesced = 0;
  const { held } = tap;
  const mixed = createMixedBatch(at, held?.length ?? 0);
  tap.held = undefined;
  if (held !== undefined) {
    coalesced = protocolLine(
      tap,
      mixed,
      { receivedAt: at },
      { bytes: held, start: 0, end: held.length, marks: Mark.partial },
    );
  }
  flush(tap, at);
  askNeeds(tap);
  tap.model.end(at);
  // What the last words named.
  askNeeds(tap);
  return { batch: mixed.take(), coalesced };
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.prototype.utf8Slice.call(bytes, start, end);
}
