import { type Fields, Mark } from "../../core/entry.js";
import { levelNumber } from "../../core/level.js";
import type { RepeatKind } from "../../core/ports.js";
import { skeletonOf } from "../../core/template/skeleton.js";
import type { BlockColumns } from "../block/block-columns.js";
import type { Desk } from "./desk.js";
import type { RowRef } from "./merge.js";
import type { SourceRun } from "./catalogue.js";
import type { OpenBlock } from "./row-view.js";

/** Numbers for what rows say: two rows have the same one exactly when one may stand for the other. */
export type RepeatKeys = { of(row: RowRef, kind: RepeatKind): number };

/** Longer messages repeat no other. */
const LONGEST = 4_096;
/** Of more different texts than this all are learnt anew, before the next page. */
const MOST_TEXTS = 50_000;

/** No number, so not learnt yet. */
const UNKNOWN = 0;

type Numbers = Readonly<Record<RepeatKind, Int32Array>>;
type Shelf = { readonly keys: RepeatKeys; readonly isFull: () => boolean };

const shelves = new WeakMap<Desk, Shelf>();

/** Those of a desk, for one page: a row is looked at once, however often it is shown. */
export function repeatKeys(desk: Desk): RepeatKeys {
  const kept = shelves.get(desk);
  if (kept !== undefined && !kept.isFull()) return kept.keys;
  const made = createShelf(desk);
  shelves.set(desk, made);
  return made.keys;
}

function createShelf(desk: Desk): Shelf {
  const numbers = new Map<string, number>();
  const blocks = new WeakMap<BlockColumns, Numbers>();
  let last = UNKNOWN;
  let near: Near | undefined;
  let before: Learnt | undefined;
  const numberOf = (text: string | undefined): number => {
    const known = text === undefined ? undefined : numbers.get(text);
    if (known !== undefined) return known;
    last += 1;
    if (text !== undefined) numbers.set(text, last);
    return last;
  };
  const learn = (block: OpenBlock, row: number, kind: RepeatKind): number => {
    const about = aboutOf(block, row);
    const bytes = block.columns.bytesOf(row);
    // Floods repeat byte for byte: then nothing needs to be made of the text.
    const shared = block.columns.fields()?.shared(row);
    const isNear = before?.kind === kind && before.about === about && before.shared === shared;
    if (isNear && before?.bytes.equals(bytes) === true) return before.number;
    const copy = Buffer.from(bytes);
    const number = numberOf(textOf(desk, block, row, { kind, about }));
    before = { kind, about, shared, bytes: copy, number };
    return number;
  };
  const of: RepeatKeys["of"] = ({ run, ordinal }, kind) => {
    const place = ordinal - (near?.first ?? 0);
    const known = near?.run === run && place >= 0 ? (near.numbers[kind][place] ?? UNKNOWN) : UNKNOWN;
    if (known !== UNKNOWN) return known;
    const block = desk.blockOf(run, ordinal);
    if (block === undefined) return numberOf(undefined);
    const { columns, header } = block;
    const rows = blocks.get(columns) ?? { same: new Int32Array(columns.count), alike: new Int32Array(columns.count) };
    blocks.set(columns, rows);
    near = { run, first: header.first, numbers: rows };
    const row = ordinal - header.first;
    return (rows[kind][row] ||= learn(block, row, kind));
  };
  return { keys: { of }, isFull: () => numbers.size >= MOST_TEXTS };
}

/** The block that was asked for last. Rows of a block stay as they are. */
type Near = { readonly run: SourceRun; readonly first: number; readonly numbers: Numbers };

/** The row that was learnt last. */
type Learnt = {
  readonly kind: RepeatKind;
  readonly about: string;
  /** What a record's message may follow from, besides its text. */
  readonly shared: Fields | undefined;
  readonly bytes: Buffer;
  readonly number: number;
};

/** What rows must have in common besides their messages. */
function aboutOf({ columns, run }: OpenBlock, row: number): string {
  const { strings, unit, identifier, host, format } = columns.names();
  const names = [unit, identifier, host, format].map((column) => strings[column[row] ?? 0] ?? "");
  const marks = (columns.spans().marks[row] ?? 0) & SAID_MARKS;
  return [run.number, columns.level()[row], marks, ...names].join("\0");
}

type Saying = { readonly kind: RepeatKind; readonly about: string };

/** The same for all rows of which one may stand for the others; undefined for one that repeats nothing. */
function textOf(desk: Desk, block: OpenBlock, row: number, { kind, about }: Saying): string | undefined {
  const view = desk.view(block, row);
  const message = view.message();
  if (message.length > LONGEST) return undefined;
  const isExact = kind === "same" || view.level() <= ERROR;
  return `${about}\0${isExact ? `=${message}` : `~${skeletonOf(message)}`}`;
}

/** What is said of a row beside its text. */
const SAID_MARKS = Mark.continues | Mark.notUtf8 | Mark.partial | Mark.late;

/** Of two errors that differ in a number alone neither hides the other. */
const ERROR = levelNumber("error");
