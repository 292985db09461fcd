import type { Format, ParseContext, ParsedLine } from "./format.js";
import { FORMATS } from "./formats/registry.js";
import { plain } from "./formats/plain.js";

/** How many of the last lines decide what a source's format is; so many are also tried against every format at first. */
const WINDOW = 64;
/** A format with this many lines of a source, and this share of all, is believed although its lines have become rare. */
const KNOWN_AFTER = 8;
const KNOWN_SHARE = 0.02;
/** A single line of a format that is this sure is believed. */
const SURE = 0.9;
/** Of a less sure format so large a share of the window must be, counting at least `FEWEST` lines. */
const SHARE = 0.1;
const FEWEST = 4;

export type Reading = { readonly format: Format; readonly parsed: ParsedLine };

/**
 * Finds out which format the lines of one source have. Decided line by line, from the lines so far and never from how
 * they were batched; taken back when another format fits the last lines better.
 */
export type Detector = {
  /** Undefined when no format that is to be believed here reads the line. */
  read(line: string, context: ParseContext): Reading | undefined;
  /** The line that was just not read is an entry of its own: it counts against the format. */
  miss(): void;
  current(): Format;
};

/** Formats that read lines, the most confident first: of two that read the same line it is the better. */
const READABLE = FORMATS.map((format, index) => ({ format, index }))
  .filter(({ format }) => format !== plain && format.confidence > 0)
  .toSorted((a, b) => b.format.confidence - a.format.confidence);
const PLAIN = FORMATS.indexOf(plain);

export function createDetector(): Detector {
  const tally = createTally();
  let current = PLAIN;
  let mask = 0;
  /** Formats of this source that are at least as confident as the current one: nearly always it alone. */
  let leaders: typeof READABLE = [];

  function record(): void {
    if (!tally.add(mask | (1 << PLAIN))) return;
    current = tally.best();
    const least = FORMATS[current]?.confidence ?? 0;
    leaders = READABLE.filter(({ format, index }) => format.confidence >= least && tally.has(index));
  }

  function readAsBefore(line: string, context: ParseContext): Reading | undefined {
    for (const { format, index } of leaders) {
      const parsed = format.parse(line, context);
      if (parsed === undefined) continue;
      mask = 1 << index;
      record();
      return { format, parsed };
    }
    return undefined;
  }

  /** Tries every format, so that the tally knows all that read the line. */
  function readAsAny(line: string, context: ParseContext): Reading | undefined {
    let chosen: Reading | undefined;
    mask = 0;
    for (const { format, index } of READABLE) {
      const parsed = format.parse(line, context);
      if (parsed === undefined) continue;
      mask |= 1 << index;
      if (chosen === undefined && tally.isBelieved(index)) chosen = { format, parsed };
    }
    if (chosen !== undefined) record();
    return chosen;
  }

  return {
    read: (line, context) => (tally.isLearning() ? undefined : readAsBefore(line, context)) ?? readAsAny(line, context),
    miss: record,
    current: () => FORMATS[current] ?? plain,
  };
}

type Tally = {
  /** True when the counts changed, so that another format may lead. */
  add(mask: number): boolean;
  best(): number;
  has(index: number): boolean;
  isBelieved(index: number): boolean;
  isLearning(): boolean;
};

/** Counts, for the last `WINDOW` lines, which formats read them; bit i of a mask stands for format i of the registry. */
function createTally(): Tally {
  const window = new Int32Array(WINDOW);
  const counts = new Int32Array(FORMATS.length);
  const hits = new Float64Array(FORMATS.length);
  let seen = 0;
  const size = () => Math.min(seen, WINDOW);
  const confidence = (index: number) => FORMATS[index]?.confidence ?? 0;

  function shift(column: Int32Array | Float64Array, mask: number, by: 1 | -1): void {
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const index = 31 - Math.clz32(rest & -rest);
      column[index] = (column[index] ?? 0) + by;
    }
  }

  return {
    add(mask) {
      const slot = seen % WINDOW;
      const gone = seen < WINDOW ? 0 : (window[slot] ?? 0);
      seen += 1;
      shift(hits, mask, 1);
      if (gone === mask) return false;
      window[slot] = mask;
      shift(counts, gone, -1);
      shift(counts, mask, 1);
      return true;
    },
    best() {
      let best = PLAIN;
      let most = 0;
      for (let index = 0; index < counts.length; index += 1) {
        const weight = (counts[index] ?? 0) * confidence(index);
        if (weight <= most) continue;
        most = weight;
        best = index;
      }
      return best;
    },
    has: (index) => (counts[index] ?? 0) > 0,
    isBelieved: (index) =>
      confidence(index) >= SURE ||
      (hits[index] ?? 0) >= Math.max(KNOWN_AFTER, KNOWN_SHARE * seen) ||
      ((counts[index] ?? 0) + 1) / Math.max(size() + 1, FEWEST) >= SHARE,
    isLearning: () => seen < WINDOW,
  };
}
