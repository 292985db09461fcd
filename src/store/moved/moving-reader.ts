import type { Fault, Result } from "../../core/fault.js";
import type { StoreReader } from "../reader/reader.js";
import { cameAnother, identityOf, logOf, sizeOf, wentAway } from "./file-identity.js";

export type MovingReaderParts = {
  readonly path: string;
  readonly first: StoreReader;
  /** Opens what is at the path now. */
  readonly reopen: () => Result<StoreReader>;
  readonly onMoved: ((fault: Fault) => void) | undefined;
};

/** A reader with the questions that it is answering. */
type Seat = { readonly reader: StoreReader; questions: number; isRetired: boolean };

/**
 * A reader of a store whose file may be moved, deleted or replaced meanwhile. While there is none it answers from the
 * file that it has open; as soon as another is there, from that one. Both are told once.
 */
export function movingReader({ path, first, reopen, onMoved }: MovingReaderParts): StoreReader {
  let seat: Seat = { reader: first, questions: 0, isRetired: false };
  let identity = identityOf(path);
  let log = identityOf(logOf(path));
  let isAway = false;
  let moves = 0;
  /** Revisions of the stores before, so that the sum never goes back. */
  let past = 0;

  const look = (): Seat => {
    const now = identityOf(path);
    if (now === identity) {
      log = identityOf(logOf(path)) ?? log;
      return seat;
    }
    if (now === undefined) {
      if (!isAway) onMoved?.(wentAway(path));
      isAway = true;
      return seat;
    }
    // What is in the log beside it belongs to the store that went away, until its collector has merged it.
    if (sizeOf(logOf(path)) > 0 && identityOf(logOf(path)) === log) return seat;
    const opened = reopen();
    // It may be just beginning: the next question looks again.
    if (!opened.ok) return seat;
    past += seat.reader.revision() + 1;
    moves += 1;
    retire(seat);
    seat = { reader: opened.value, questions: 0, isRetired: false };
    identity = now;
    isAway = false;
    onMoved?.(cameAnother(path));
    return seat;
  };
  const { ask, stream } = asking(look);

  return {
    page: (...args) => ask((reader) => reader.page(...args)),
    find: (...args) => ask((reader) => reader.find(...args)),
    count: (...args) => ask((reader) => reader.count(...args)),
    overview: (...args) => ask((reader) => reader.overview(...args)),
    entry: (id) => ask((reader) => reader.entry(id)),
    raw: (id) => ask((reader) => reader.raw(id)),
    scan: (...args) => stream((reader) => reader.scan(...args)),
    aggregate: (...args) => stream((reader) => reader.aggregate(...args)),
    sources: () => ask((reader) => reader.sources()),
    bookmarks: () => ask((reader) => reader.bookmarks()),
    sessions: () => ask((reader) => reader.sessions()),
    remarks: (...args) => ask((reader) => reader.remarks(...args)),
    machine: (request) => ask((reader) => reader.machine(request)),
    explain: (...args) => ask((reader) => reader.explain(...args)),
    boots: () => ask((reader) => reader.boots()),
    archives: () => ask((reader) => reader.archives()),
    opened: () => seat.reader.opened(),
    // Nothing else is asked until its rows are read, so its reader stays.
    sql: (request) => look().reader.sql(request),
    revision: () => past + look().reader.revision(),
    moves: () => {
      look();
      return moves;
    },
    close: () => seat.reader.close(),
  };
}

type Asking = {
  readonly ask: <Answer>(question: (reader: StoreReader) => Promise<Answer>) => Promise<Answer>;
  readonly stream: <Part>(question: (reader: StoreReader) => AsyncIterable<Part>) => AsyncGenerator<Part>;
};

/** Puts questions to the reader of the moment, which stays open until it has answered. */
function asking(look: () => Seat): Asking {
  return {
    async ask<Answer>(question: (reader: StoreReader) => Promise<Answer>): Promise<Answer> {
      const own = look();
      own.questions += 1;
      try {
        return await question(own.reader);
      } finally {
        done(own);
      }
    },
    async *stream<Part>(question: (reader: StoreReader) => AsyncIterable<Part>): AsyncGenerator<Part> {
      const own = look();
      own.questions += 1;
      try {
        yield* question(own.reader);
      } finally {
        done(own);
      }
    },
  };
}

function retire(seat: Seat): void {
  seat.isRetired = true;
  if (seat.questions === 0) void seat.reader.close();
}

function done(seat: Seat): void {
  seat.questions -= 1;
  if (seat.isRetired && seat.questions === 0) void seat.reader.close();
}
