import { closeSync, openSync, readSync } from "node:fs";
import { setTimeout as later } from "node:timers/promises";
import { ordinalOf } from "../../src/core/entry.js";
import type { ResumeToken } from "../../src/core/ports.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { openStoreReader } from "../../src/engine/store-reader.js";
import { unpackResume } from "../../src/pipeline/resume.js";
import { decodeToken } from "../../src/sources/file/file-token.js";
import type { StoreReader } from "../../src/store/open-store.js";

/*
 * Many ask a store into which one file of one-line records is being collected, and what they saw is held against that
 * file afterwards: a commit is seen whole or not at all.
 */

/** What one answer said of the store as it was at one moment. */
export type Sighting =
  /** The newest entries, how many there are, and at which revision. */
  | { readonly kind: "page"; readonly revision: number; readonly total: number; readonly newest: readonly SeenLine[] }
  /** Lines that hold the word; between the totals seen before and after it was asked. */
  | {
      readonly kind: "count";
      readonly word: string;
      readonly count: number;
      readonly least: number;
      readonly most: number;
    }
  /** How many entries there are, and up to which byte the file was read for them but for what is held back. */
  | { readonly kind: "source"; readonly entries: number; readonly offset: number; readonly heldLines: number };

/** An entry's place (from 0) and text. */
type SeenLine = { readonly ordinal: number; readonly text: string };

export type Crowd = {
  readonly store: string;
  /** Words that are counted, in small letters. */
  readonly words: readonly string[];
  readonly askers: number;
  /** How long each rests between an answer and the next question. */
  readonly thinkMs: number;
  readonly isOver: () => boolean;
};

const EVERYWHERE = { sources: undefined } as const;
const NEWEST = 3;

/** Each asks again and again, the last time after it is over. The store must be there. */
export async function askMeanwhile(crowd: Crowd): Promise<readonly Sighting[]> {
  const seen: Sighting[] = [];
  const ask = async (asker: number): Promise<void> => {
    const reader = openStoreReader(crowd.store);
    for (let isLast = false, turn = asker; ; turn += 1) {
      isLast = crowd.isOver();
      seen.push(await look(reader, crowd, turn));
      if (isLast) break;
      await later(crowd.thinkMs);
    }
    await reader.close();
  };
  await Promise.all(Array.from({ length: crowd.askers }, (_, asker) => ask(asker)));
  return seen;
}

const KINDS = 3;

async function look(reader: StoreReader, { words }: Crowd, turn: number): Promise<Sighting> {
  if (turn % KINDS === 0) return seePage(reader);
  if (turn % KINDS === 1) return seeSource(reader);
  const word = words[Math.floor(turn / KINDS) % words.length] ?? "";
  const { total: least } = await seePage(reader);
  const count = await reader.count({ kind: "text", text: word, case: "smart" }, EVERYWHERE);
  const { total: most } = await seePage(reader);
  return { kind: "count", word, count, least, most };
}

async function seePage(reader: StoreReader): Promise<Extract<Sighting, { kind: "page" }>> {
  const request = { query: EVERYTHING, scope: EVERYWHERE, anchor: { kind: "tail" }, before: NEWEST, after: 0 } as const;
  const { revision, total, entries } = await reader.page(request);
  return { kind: "page", revision, total, newest: entries.map(({ id, text }) => ({ ordinal: ordinalOf(id), text })) };
}

async function seeSource(reader: StoreReader): Promise<Sighting> {
  const [source] = await reader.sources();
  const { offset, heldLines } = progressOf(source?.resume);
  return { kind: "source", entries: source?.entries ?? 0, offset, heldLines };
}

function progressOf(resume: ResumeToken | undefined): { readonly offset: number; readonly heldLines: number } {
  const { source, held } = unpackResume(resume);
  const offset = source === undefined ? 0 : (decodeToken(source)?.newest.offset ?? 0);
  // What is held is kept without its last line end.
  return { offset, heldLines: held === undefined ? 0 : held.filter((byte) => byte === NEWLINE).length + 1 };
}

/** What is wrong with what was seen, in words; nothing when every answer was of whole commits. */
export function tornAnswers(seen: readonly Sighting[], path: string): readonly string[] {
  const words = [...new Set(seen.flatMap((each) => (each.kind === "count" ? [each.word] : [])))];
  const offsets = new Set(seen.flatMap((each) => (each.kind === "source" ? [each.offset] : [])));
  const numbers = new Set(
    seen.flatMap((each) => (each.kind === "page" ? each.newest.map(({ ordinal }) => ordinal) : [])),
  );
  const file = readThrough(path, { words, offsets, numbers });
  return [...seen.flatMap((sighting) => wrongIn(sighting, file)), ...differingTotals(seen)];
}

/** At one revision there is one number of entries, and it never falls. */
function differingTotals(seen: readonly Sighting[]): readonly string[] {
  const pages = seen.filter((each) => each.kind === "page").toSorted((one, other) => one.revision - other.revision);
  return pages.flatMap(({ revision, total }, index) => {
    const before = pages[index - 1];
    if (before === undefined) return [];
    if (before.revision === revision && before.total !== total)
      return [`revision ${revision}: ${before.total} and ${total}`];
    return before.total > total
      ? [`from revision ${before.revision} to ${revision}: ${before.total}, then ${total}`]
      : [];
  });
}

function wrongIn(sighting: Sighting, file: FileFacts): readonly string[] {
  switch (sighting.kind) {
    case "page": {
      const { total, newest } = sighting;
      const wrong = newest.filter(({ ordinal, text }) => file.texts.get(ordinal) !== text);
      const last = newest.at(-1)?.ordinal ?? -1;
      return [
        ...wrong.map(({ ordinal, text }) => `entry ${ordinal} is '${text}', not '${file.texts.get(ordinal)}'`),
        ...(last === total - 1 ? [] : [`the newest entry is ${last} of ${total}`]),
      ];
    }
    case "count": {
      const { word, count, least, most } = sighting;
      const [from, to] = [file.matchesBefore(word, least), file.matchesBefore(word, most)];
      return count >= from && count <= to ? [] : [`'${word}' ${count} times, not ${from} to ${to}`];
    }
    case "source": {
      const { entries, offset, heldLines } = sighting;
      const lines = offset === 0 ? 0 : (file.linesBefore.get(offset) ?? Number.NaN);
      return entries + heldLines === lines
        ? []
        : [`${entries} entries and ${heldLines} lines held of ${lines} (byte ${offset})`];
    }
  }
}

type Wanted = {
  readonly words: readonly string[];
  readonly offsets: ReadonlySet<number>;
  readonly numbers: ReadonlySet<number>;
};

type FileFacts = {
  /** Lines that end at or before the byte. */
  readonly linesBefore: ReadonlyMap<number, number>;
  readonly texts: ReadonlyMap<number, string>;
  /** How many of the first lines hold the word, whatever its case. */
  matchesBefore(word: string, lines: number): number;
};

const NEWLINE = 10;
const PIECE_BYTES = 1 << 22;

/** One pass over the file for all that was asked of it. */
function readThrough(path: string, { words, offsets, numbers }: Wanted): FileFacts {
  const linesBefore = new Map<number, number>();
  const texts = new Map<number, string>();
  const matches = new Map<string, number[]>(words.map((word) => [word, []]));
  let line = 0;
  for (const { text, end } of linesOf(path)) {
    if (numbers.has(line)) texts.set(line, text());
    const small = words.length === 0 ? "" : text().toLowerCase();
    for (const [word, lines] of matches) if (small.includes(word)) lines.push(line);
    line += 1;
    if (offsets.has(end)) linesBefore.set(end, line);
  }
  return {
    linesBefore,
    texts,
    matchesBefore: (word, lines) => firstBehind(matches.get(word) ?? [], lines),
  };
}

/** How many of the ascending numbers are below the bound. */
function firstBehind(numbers: readonly number[], bound: number): number {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] ?? 0) < bound) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Each line's text, made when it is asked for, and the byte behind its line end. */
function* linesOf(path: string): Generator<{ readonly text: () => string; readonly end: number }> {
  const file = openSync(path, "r");
  let rest = Buffer.alloc(0);
  let start = 0;
  for (;;) {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const count = readSync(file, piece);
    if (count === 0) break;
    const bytes = Buffer.concat([rest, piece.subarray(0, count)]);
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      const begin = from;
      yield { text: () => bytes.toString("utf8", begin, at), end: start + at + 1 };
      from = at + 1;
    }
    rest = bytes.subarray(from);
    start += from;
  }
  closeSync(file);
}
