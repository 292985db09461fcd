import type { Format, ParseContext, ParsedLine } from "./format.js";
import { FORMATS } from "./formats/registry.js";
import { plain } from "./formats/plain.js";

/** How many of the last lines decide what a source's format is; so many are also tried against every format at first. */
const WINDOW = 64;
/** A format with this many lines of a source behind it is believed for good, however rare its lines become. */
const KNOWN_AFTER = 8;
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

const READABLE = FORMATS.map((format, index) => ({ format, index })).filter(
  ({ format }) => format !== plain && format.confidence > 0,
);
const PLAIN = FORMATS.indexOf(plain);

export function createDetector(): Detector {
  const tally = createTally();
  let current = PLAIN;
  let mask = 0;
  const record = () => {
    if (tally.add(mask | (1 << PLAIN))) current = tally.best();
  };
  return {
    read(line, context) {
      const known = FORMATS[current];
      if (known !== undefined && current !== PLAIN && !tally.isLearning()) {
        const parsed = known.parse(line, context);
        if (parsed !== undefined) {
          mask = 1 << current;
          record();
          return { format: known, parsed };
        }
      }
      mask = 0;
      let chosen: Reading | undefined;
      let most = -1;
      for (const { format, index } of READABLE) {
        const parsed = format.parse(line, context);
        if (parsed === undefined) continue;
        mask |= 1 << index;
        const weight = tally.weightWithOneMore(index);
        if (weight <= most || !tally.isBelieved(index)) continue;
        most = weight;
        chosen = { format, parsed };
      }
      if (chosen !== undefined) record();
      return chosen;
    },
    miss: record,
    current: () => FORMATS[current] ?? plain,
  };
}

type Tally = {
  /** True when the counts changed, so that another format may lead. */
  add(mask: number): boolean;
  best(): number;
  weightWithOneMore(index: number): number;
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

  function shift(mask: number, by: 1 | -1): void {
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const index = 31 - Math.clz32(rest & -rest);
      counts[index] = (counts[index] ?? 0) + by;
      if (by === 1) hits[index] = (hits[index] ?? 0) + 1;
    }
  }

  return {
    add(mask) {
      const slot = seen % WINDOW;
      const gone = seen < WINDOW ? 0 : (window[slot] ?? 0);
      seen += 1;
      if (gone === mask) return false;
      window[slot] = mask;
      shift(gone, -1);
      shift(mask, 1);
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
    weightWithOneMore: (index) => ((counts[index] ?? 0) + 1) * confidence(index),
    isBelieved: (index) =>
      confidence(index) >= SURE ||
      (hits[index] ?? 0) >= KNOWN_AFTER ||
      ((counts[index] ?? 0) + 1) / Math.max(size() + 1, FEWEST) >= SHARE,
    isLearning: () => seen < WINDOW,
  };
}
