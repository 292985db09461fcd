import type { Literal } from "../../core/query/match/needs.js";
import type { ParseContext } from "../../parse/format.js";
import { type ByteSearch, openByteSearch } from "../../bytes/byte-search.js";
import { type EntryStarts, entryStartsOf } from "./entry-starts.js";
import type { LineFile } from "./line-file.js";
import { openReplay, type Replay } from "./replay.js";

/** How much is read at once: what stays in the processor's cache between reading and searching. */
const CHUNK_BYTES = 256 * 1024;
/** Longer lines are cut into several entries, which is left to who does that. */
const MOST_LINE_BYTES = 1024 * 1024;
/** An entry of several lines is cut before it has so many bytes (parse/multiline.ts). */
const MOST_ENTRY_BYTES = 257 * 1024;
/** So many lines tell what the file's lines look like. */
const FIRST_LINES = 128;
/** So many lines before a doubtful one, the parser is started: more than an entry and the detector's window have. */
const RUN_UP_LINES = 1_024;
const RUN_UP_BYTES = 512 * 1024;
/** After so many bytes other work of the process gets a turn. */
const TURN_BYTES = 64 * 1024 * 1024;

const LF = 10;

export type LiteralCount = {
  readonly file: LineFile;
  readonly literal: Literal;
  readonly context: ParseContext;
  readonly signal: AbortSignal;
  readonly chunkBytes?: number;
  readonly firstLines?: number;
  readonly runUpLines?: number;
};

/**
 * Counts the entries whose text holds a literal without parsing the file: only lines with a hit are looked at, and of
 * those only whether an entry begins with them. Where that is not clear and another hit is near, the parser runs over
 * the lines there, from so far before that what it remembers of earlier lines no longer matters. Costs no more than
 * parsing the file. Undefined where this way cannot know: lines beyond the longest, a literal with a line end. Aborted,
 * it gives the count so far.
 */
export async function countLiteral(asked: LiteralCount): Promise<number | undefined> {
  if (/[\r\n\ufeff]/.test(asked.literal.text)) return undefined;
  const run: Run = {
    ...asked,
    first: undefined,
    search: openByteSearch(asked.literal, MOST_LINE_BYTES + (asked.chunkBytes ?? CHUNK_BYTES)),
    replay: undefined,
    replayedTo: 0,
    count: 0,
    lastHit: -1,
    lastHitEnd: -1,
  };
  return (await countChunks(run)) ? run.count : undefined;
}

/** Over the length of a line, a loop takes a third of the time of a call to Buffer.indexOf. */
function startOfLine(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && bytes[start - 1] !== LF) start -= 1;
  return start;
}

function endOfLine(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== LF) end += 1;
  return end;
}

type First = ReturnType<LineFile["firstLines"]> & { readonly beginsEntry: EntryStarts };

type Run = LiteralCount & {
  readonly search: ByteSearch;
  /** What the first lines tell; looked at when two hits are near each other, which with a rare word never comes. */
  first: First | undefined;
  /** The parser at work around doubtful lines, and the offset after the last line that it was fed. */
  replay: Replay | undefined;
  replayedTo: number;
  count: number;
  /** The last line with a hit: its offset in the file and that of the line after it; -1 before the first. */
  lastHit: number;
  lastHitEnd: number;
};

/** False where the count cannot be known. One memory is filled again and again; a line that is cut moves to its front. */
async function countChunks(run: Run): Promise<boolean> {
  const { room } = run.search;
  const wanted = run.chunkBytes ?? CHUNK_BYTES;
  let base = 0;
  let kept = 0;
  let turnAt = TURN_BYTES;
  while (!run.signal.aborted) {
    const bytes = run.file.read(room.subarray(kept, kept + wanted), base + kept);
    const filled = kept + bytes;
    const isLast = bytes < wanted;
    const end = isLast ? filled : room.subarray(0, filled).lastIndexOf(LF) + 1;
    if (!countLines(run, end, base)) return false;
    if (isLast) return true;
    room.copyWithin(0, end, filled);
    kept = filled - end;
    if (kept > MOST_LINE_BYTES) return false;
    base += end;
    if (base < turnAt) continue;
    turnAt = base + TURN_BYTES;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return true;
}

/** Counts in the whole lines [0, size) of the memory, which begin at offset `base` of the file. */
function countLines(run: Run, size: number, base: number): boolean {
  const lines = run.search.room.subarray(0, size);
  for (let at = run.search.find(0, size); at >= 0;) {
    const start = startOfLine(lines, at);
    const end = endOfLine(lines, at);
    if (end - start > MOST_LINE_BYTES) return false;
    const isApart = isFarFromLastHit(run, base + start) || firstOf(run).beginsEntry(lines, start, end);
    const isNew = isApart || isNewEntry(run, base + start, base + end + 1);
    if (isNew === undefined) return false;
    if (isNew) run.count += 1;
    run.lastHit = base + start;
    run.lastHitEnd = base + end + 1;
    at = run.search.find(end + 1, size);
  }
  return true;
}

function firstOf(run: Run): First {
  if (run.first !== undefined) return run.first;
  const first = run.file.firstLines(run.firstLines ?? FIRST_LINES);
  run.first = { ...first, beginsEntry: entryStartsOf(first.lines, run.context) };
  return run.first;
}

function isFarFromLastHit(run: Run, offset: number): boolean {
  return run.lastHit < 0 || offset - run.lastHit > MOST_ENTRY_BYTES;
}

/** Whether the line [start, end) is in another entry than the last hit; undefined where the parser cannot tell yet. */
function isNewEntry(run: Run, start: number, end: number): boolean | undefined {
  const { file } = run;
  const first = firstOf(run);
  const runUp = file.lineBefore(run.lastHit, run.runUpLines ?? RUN_UP_LINES, RUN_UP_BYTES);
  if (run.replay === undefined || run.replayedTo < runUp) {
    run.replay = openReplay(run.context);
    // The first lines tell it the format, as they told the parser that reads everything.
    if (runUp > first.end) run.replay.feed(first.lines);
    run.replayedTo = runUp > first.end ? runUp : 0;
  }
  if (run.replayedTo < run.lastHitEnd) run.replay.feed(file.lines(run.replayedTo, run.lastHitEnd));
  const between = file.lines(Math.max(run.replayedTo, run.lastHitEnd), end);
  run.replay.feed(between);
  run.replayedTo = end;
  const ofLast = run.replay.linesOfLast();
  return ofLast === undefined ? undefined : ofLast <= between.length;
}
