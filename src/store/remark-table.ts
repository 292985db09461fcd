import type { SourceId } from "../core/entry.js";
import type { TimeSpan } from "../core/ports.js";
import type { Micros } from "../core/time.js";
import {
  GAP_REASONS,
  type GapReason,
  NO_TROUBLE,
  NOTE_KINDS,
  type NoteKind,
  type PlacedRemark,
  type Remark,
  type Truth,
  withRemark,
} from "../core/truth.js";
import type { Db } from "./database.js";

/** Where remarks belong: before the entry of this ordinal, between entries of these orders. */
export type RemarkPlace = {
  readonly source: number;
  readonly ordinal: number;
  readonly after: number | undefined;
  readonly before: number | undefined;
};

export type RemarkWriting = {
  /** Only within the transaction of the rows that the remarks belong to. */
  keep(place: RemarkPlace, remarks: readonly Remark[]): void;
};

export function remarkWriting(db: Db): RemarkWriting {
  const insert = db.prepare(
    "INSERT INTO remark (source, ordinal, after, before, what, count) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const add = db.prepare(
    `INSERT INTO tally (source, what, times, count) VALUES (?, ?, 1, ?)
     ON CONFLICT (source, what) DO UPDATE SET times = times + 1, count = count + excluded.count`,
  );
  const fail = db.prepare(
    `INSERT INTO trouble (source, at, message) VALUES (?, ?, ?)
     ON CONFLICT (source) DO UPDATE SET at = excluded.at, message = excluded.message`,
  );
  return {
    keep({ source, ordinal, after, before }, remarks) {
      for (const remark of remarks) {
        if (remark.kind === "error") {
          fail.run(source, remark.at, remark.message);
          continue;
        }
        const { what, count } = countOf(remark);
        // How many files are left out is so now; it is said again at each start.
        if (what === "left-out") continue;
        add.run(source, what, count ?? 0);
        if (hasPlace(remark)) insert.run(source, ordinal, after ?? null, before ?? null, what, count ?? null);
      }
    },
  };
}

type Counted = { readonly what: GapReason | NoteKind; readonly count: number | undefined };

function countOf(remark: PlacedRemark["remark"]): Counted {
  return remark.kind === "gap" ? { what: remark.reason, count: remark.lost } : remark;
}

/** Of what is merely counted there may be one for each entry. */
function hasPlace(remark: PlacedRemark["remark"]): boolean {
  return remark.kind === "gap" || remark.what === "clock-step";
}

export type RemarkReading = {
  /** All that was ever said of the source. */
  truth(source: number): Truth;
  /** What was said right before entries of these ordinals of the source, both ends included. */
  at(source: number, first: number, last: number): readonly PlacedRemark[];
  /** What lies in the span or overlaps it, of all sources, oldest first. */
  between(span: TimeSpan): readonly PlacedRemark[];
};

type PlacedRow = [SourceId, number, Micros | null, Micros | null, string, number | null];

export function remarkReading(db: Db): RemarkReading {
  const tallies = db
    .prepare<[number], [string, number, number]>("SELECT what, times, count FROM tally WHERE source = ?")
    .raw();
  const trouble = db.prepare<[number], [Micros, string]>("SELECT at, message FROM trouble WHERE source = ?").raw();
  const columns = "source.id, ordinal, after, before, what, count";
  const at = db
    .prepare<[number, number, number], PlacedRow>(
      `SELECT ${columns} FROM remark JOIN source ON source.number = remark.source
       WHERE remark.source = ? AND ordinal BETWEEN ? AND ? ORDER BY remark.id`,
    )
    .raw();
  const placed = db
    .prepare<[number, number], PlacedRow>(
      `SELECT ${columns} FROM remark JOIN source ON source.number = remark.source
       WHERE coalesce(before, after, 0) >= ? AND coalesce(after, before, 0) < ? ORDER BY coalesce(before, after), remark.id`,
    )
    .raw();
  return {
    truth(source) {
      const sums = tallies.all(source).reduce(withTally, NO_TROUBLE);
      const failure = trouble.get(source);
      return failure === undefined ? sums : withRemark(sums, { kind: "error", at: failure[0], message: failure[1] });
    },
    at: (source, first, last) => at.all(source, first, last).flatMap(remarkOf),
    between: ({ from, to }) => placed.all(from, to).flatMap(remarkOf),
  };
}

/** A name that is not known was written by another version, and says nothing to this one. */
function withTally(truth: Truth, [what, times, count]: readonly [string, number, number]): Truth {
  const reason = GAP_REASONS.find((name) => name === what);
  if (reason !== undefined) {
    return { ...truth, gaps: { ...truth.gaps, [reason]: times }, lost: { ...truth.lost, [reason]: count } };
  }
  const note = NOTE_KINDS.find((name) => name === what);
  return note === undefined ? truth : { ...truth, notes: { ...truth.notes, [note]: count } };
}

function remarkOf([source, ordinal, after, before, what, count]: PlacedRow): readonly PlacedRemark[] {
  const reason = GAP_REASONS.find((name) => name === what);
  const note = NOTE_KINDS.find((name) => name === what);
  const place = { source, ordinal, after: after ?? undefined, before: before ?? undefined };
  if (reason !== undefined) return [{ ...place, remark: { kind: "gap", reason, lost: count ?? undefined } }];
  return note === undefined ? [] : [{ ...place, remark: { kind: "note", what: note, count: count ?? 1 } }];
}
