import {
  type Category,
  entryId,
  type EntryParts,
  type Fields,
  type FieldValue,
  LINELESS_FORMATS,
  type LogEntry,
} from "../../core/entry.js";
import { LEVEL_UNKNOWN, levelOf } from "../../core/level.js";
import type { Categorise, Describe } from "../../core/ports.js";
import type { Matchable } from "../../core/query/matchable.js";
import { ownField } from "../../core/query/match/own-field.js";
import { isEventField, unitEvent } from "../../core/systemd/unit-event.js";
import { namesUnits, unitsIn } from "../../core/systemd/unit-names.js";
import { micros } from "../../core/time.js";
import type { BlockColumns } from "../block/block-columns.js";
import type { BlockHeader } from "../block/block-table.js";
import type { SourceRun } from "./catalogue.js";

/** A block with its source and its columns at hand. */
export type OpenBlock = { readonly run: SourceRun; readonly header: BlockHeader; readonly columns: BlockColumns };

export type Describing = { readonly describe: Describe; readonly categorise: Categorise };

/**
 * One row of a block, asked without making an entry of it. There is one view; `seat` moves it to another row, so
 * answers must not be asked for later. Only the column groups that an answer needs are read.
 */
export type RowView = Matchable & {
  seat(block: OpenBlock, row: number): void;
  /** The row as an entry that may be kept, with what is asked for of it. */
  entry(parts?: EntryParts): LogEntry;
  bytes(): Buffer;
};

type NameColumn = "unit" | "identifier" | "host" | "format";

/** The row that the view is on, and what was made of it so far. */
type Seat = {
  block: OpenBlock;
  row: number;
  text: string | undefined;
  described: ReturnType<Describe> | undefined;
  readonly by: Describing;
};

export function createRowView(by: Describing, start: OpenBlock): RowView {
  const seat: Seat = { block: start, row: 0, text: undefined, described: undefined, by };
  const ask = (name: string): FieldValue | undefined => fieldOf(seat, name);
  const message = (): string => messageOf(seat);
  return {
    seat(block, row) {
      seat.block = block;
      seat.row = row;
      seat.text = undefined;
      seat.described = undefined;
    },
    text: () => textOf(seat),
    message,
    level: () => levelNumberOf(seat),
    at: () => seat.block.columns.at()[seat.row] ?? 0,
    field: (name) => {
      if (isEventField(name)) return unitEvent(ask, message)[name] ?? ask(name);
      return Object.hasOwn(ANSWERS, name) ? ANSWERS[name]?.(seat) : ask(name);
    },
    units: () => unitsOfSeat(seat),
    bytes: () => seat.block.columns.bytesOf(seat.row),
    entry: (parts = "whole") => entryOf(seat, parts),
  };
}

/** What `field` answers for the names that every entry has; the record's own fields come after them. */
const ANSWERS: Readonly<Record<string, (seat: Seat) => FieldValue | undefined>> = {
  time: ({ block, row }) => block.columns.at()[row],
  level: (seat) => levelOf(levelNumberOf(seat)),
  unit: (seat) => nameOf(seat, "unit"),
  identifier: (seat) => nameOf(seat, "identifier"),
  pid: pidOf,
  host: (seat) => nameOf(seat, "host"),
  source: ({ block }) => block.run.id,
  format: formatOf,
  category: categoryOf,
  message: messageOf,
  text: textOf,
  line: lineOf,
  // A query that names a session of the store is about its source and units before it comes here (`named-sessions.ts`).
  session: (seat) => fieldOf(seat, "session"),
  boot: (seat) => fieldOf(seat, "boot") ?? fieldOf(seat, "_BOOT_ID"),
};

const NO_FIELDS: Fields = {};

function entryOf(seat: Seat, parts: EntryParts): LogEntry {
  const { block, row } = seat;
  const isWhole = parts === "whole";
  const format = formatOf(seat);
  const hasMessage = isWhole || parts === "message" || LINELESS_FORMATS.has(format);
  const spans = block.columns.spans();
  return {
    id: entryId(block.run.number, block.header.first + row),
    source: block.run.id,
    line: lineOf(seat),
    lines: spans.lines[row] ?? 1,
    at: micros(block.columns.at()[row] ?? 0),
    order: micros(block.columns.order()[row] ?? 0),
    level: levelOf(levelNumberOf(seat)),
    category: isWhole ? categoryOf(seat) : undefined,
    unit: nameOf(seat, "unit"),
    identifier: nameOf(seat, "identifier"),
    host: nameOf(seat, "host"),
    pid: pidOf(seat),
    message: isWhole ? aboutOf(seat).message : hasMessage ? messageOf(seat) : "",
    text: textOf(seat),
    format,
    marks: spans.marks[row] ?? 0,
    fields: isWhole ? aboutOf(seat).fields : NO_FIELDS,
    // A copy: what is unpacked is shared and may be dropped.
    ...(parts === "bytes" && { bytes: new Uint8Array(block.columns.bytesOf(row)) }),
  };
}

function nameOf({ block, row }: Seat, column: NameColumn): string | undefined {
  const names = block.columns.names();
  const index = names[column][row] ?? 0;
  return index === 0 ? undefined : names.strings[index];
}

function textOf(seat: Seat): string {
  if (seat.text !== undefined) return seat.text;
  const bytes = seat.block.columns.bytesOf(seat.row);
  return (seat.text = bytes.toString("utf8"));
}

function aboutOf(seat: Seat): ReturnType<Describe> {
  if (seat.described !== undefined) return seat.described;
  const structured = seat.block.columns.fields()?.row(seat.row);
  return (seat.described = seat.by.describe(formatOf(seat), textOf(seat), structured));
}

/** A record's message needs none of its fields, but does not follow from the text alone. */
function messageOf(seat: Seat): string {
  const shared = seat.described === undefined ? seat.block.columns.fields()?.shared(seat.row) : undefined;
  if (shared === undefined) return aboutOf(seat).message;
  return seat.by.describe(formatOf(seat), textOf(seat), shared).message;
}

/** Of a record's fields only the one is made. */
function fieldOf(seat: Seat, name: string): FieldValue | undefined {
  const table = seat.block.columns.fields();
  const isRecord = table?.shared(seat.row) !== undefined;
  return isRecord ? table.field(seat.row, name) : ownField(aboutOf(seat).fields, name);
}

function unitsOfSeat(seat: Seat): readonly string[] {
  if (!namesUnits(formatOf(seat))) return [];
  const table = seat.block.columns.fields();
  const isRecord = table?.shared(seat.row) !== undefined;
  return isRecord ? table.units(seat.row) : unitsIn((name) => fieldOf(seat, name));
}

function formatOf(seat: Seat): string {
  return nameOf(seat, "format") ?? "plain";
}

function categoryOf(seat: Seat): Category | undefined {
  const origin = { format: formatOf(seat), unit: nameOf(seat, "unit"), identifier: nameOf(seat, "identifier") };
  return seat.by.categorise(origin, () => aboutOf(seat).fields);
}

function levelNumberOf({ block, row }: Seat): number {
  return block.columns.level()[row] ?? LEVEL_UNKNOWN;
}

function pidOf({ block, row }: Seat): number | undefined {
  const pid = block.columns.names().pid[row] ?? 0;
  return pid === 0 ? undefined : pid;
}

function lineOf({ block, row }: Seat): number {
  return block.header.line + (block.columns.spans().line[row] ?? 0);
}
