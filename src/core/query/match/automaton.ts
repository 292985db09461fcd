/**
 * A nondeterministic program over bytes (Thompson, "Regular Expression Search Algorithm", 1968). It is looked for
 * anywhere in a text: the automaton below begins anew at every byte.
 */
export type Program = {
  readonly start: number;
  readonly steps: readonly Step[];
  /** Bytes from 128 on are part of characters that the program does not know: whether it matches is left open. */
  readonly isAsciiOnly: boolean;
};

export type Step =
  | { readonly kind: "match" }
  | { readonly kind: "never" }
  /** Goes on with any of them, without reading. */
  | { readonly kind: "split"; readonly to: readonly number[] }
  /** Goes on where all the places of the mask (`Place`) are. */
  | { readonly kind: "look"; readonly places: number; readonly to: number }
  /** Reads one byte, of those that have a 1 in the table of 256. */
  | { readonly kind: "take"; readonly bytes: Uint8Array; readonly to: number };

/** What lies between two bytes, as RE2 numbers it. */
const Place = { lineStart: 1, lineEnd: 2, textStart: 4, textEnd: 8, wordEdge: 16, noWordEdge: 32 } as const;

/** States that no byte leads out of. */
export const MATCHED = 1;
export const UNSURE = 2;
const FIRST_FREE = 3;

/**
 * The program as a deterministic automaton, each state made when it is first reached (as RE2 does it; Cox, "Regular
 * Expression Matching in the Wild", 2010): a byte costs one look into a table. States that would be too many end in
 * `UNSURE`, so that time and memory are bounded for every program.
 */
export type Automaton = {
  /** The state at the start of a text. */
  readonly start: number;
  /** The state after the bytes [from, to). */
  run(state: number, bytes: Uint8Array, from: number, to: number): number;
  /** What is known when the text ends in this state: `MATCHED`, `UNSURE`, or 0 for no match. */
  end(state: number): number;
  /** The one state that any byte of the table leads to; -1 when they differ. */
  through(state: number, bytes: Uint8Array): number;
};

const MOST_STATES = 2_048;
/** Steps of all states together. */
const MOST_STEPS = 1 << 18;
const FIRST_ROOM = 32;
const UNKNOWN = -1;
const END = 256;

const Context = { start: 1, line: 2, word: 4 } as const;

export function createAutomaton(program: Program): Automaton {
  const hasLooks = program.steps.some(({ kind }) => kind === "look");
  const kept = keepStates(program);
  const ends: number[] = [0, MATCHED, UNSURE];

  /** The steps that are reached before the next byte, now that it is known. */
  function settled({ set, context }: State, next: number): readonly number[] {
    return hasLooks ? closureOf(program.steps, set, placesBetween(context, next)) : set;
  }

  function after(from: number, byte: number): number {
    const next = compute(from, byte);
    kept.table[(from << 8) | byte] = next;
    return next;
  }

  function compute(from: number, byte: number): number {
    const set = settled(kept.states[from] ?? DEAD, byte);
    if (holdsMatch(program, set)) return MATCHED;
    if (byte >= 128 && program.isAsciiOnly) return UNSURE;
    const reached = [program.start];
    for (const at of set) {
      const step = program.steps[at];
      if (step?.kind === "take" && step.bytes[byte] === 1) reached.push(step.to);
    }
    return kept.number(reached, hasLooks ? contextAfter(byte) : 0);
  }

  return {
    start: kept.number([program.start], hasLooks ? Context.start : 0),
    run(from, bytes, first, to) {
      let state = from;
      for (let at = first; at < to; at += 1) {
        const byte = bytes[at] ?? 0;
        const next = kept.table[(state << 8) | byte] ?? UNKNOWN;
        state = next === UNKNOWN ? after(state, byte) : next;
        if (state < FIRST_FREE) return state;
      }
      return state;
    },
    end: (state) => (ends[state] ??= holdsMatch(program, settled(kept.states[state] ?? DEAD, END)) ? MATCHED : 0),
    through(state, bytes) {
      let only = UNKNOWN;
      for (let byte = 0; byte < 256; byte += 1) {
        if (bytes[byte] !== 1) continue;
        const known = kept.table[(state << 8) | byte] ?? UNKNOWN;
        const next = known === UNKNOWN ? after(state, byte) : known;
        if (only !== UNKNOWN && only !== next) return UNKNOWN;
        only = next;
      }
      return only;
    },
  };
}

/** The states made so far, and in `table` where each byte leads from each of them. */
type States = {
  readonly states: State[];
  table: Int32Array;
  /** The number of the state that stands before these steps. */
  number(steps: readonly number[], context: number): number;
};

function keepStates(program: Program): States {
  const numbers = new Map<string, number>();
  let left = MOST_STEPS;
  const kept: States = {
    states: [DEAD, DEAD, DEAD],
    table: new Int32Array(FIRST_ROOM << 8),
    number(from, context) {
      const { states } = kept;
      const set = closureOf(program.steps, from, 0);
      if (holdsMatch(program, set)) return MATCHED;
      const key = `${context}:${set.join()}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      left -= set.length;
      if (states.length >= MOST_STATES || left < 0) return UNSURE;
      const number = states.push({ set, context }) - 1;
      if (number << 8 === kept.table.length) {
        const grown = new Int32Array(kept.table.length * 2);
        grown.set(kept.table);
        kept.table = grown;
      }
      kept.table.fill(UNKNOWN, number << 8, (number + 1) << 8);
      numbers.set(key, number);
      return number;
    },
  };
  for (const fixed of [0, MATCHED, UNSURE]) kept.table.fill(fixed, fixed << 8, (fixed + 1) << 8);
  return kept;
}

function holdsMatch({ steps }: Program, set: readonly number[]): boolean {
  return set.some((at) => steps[at]?.kind === "match");
}

/** The steps that read, look or match, and what was read last. */
type State = { readonly set: readonly number[]; readonly context: number };

const DEAD: State = { set: [], context: 0 };

/** All steps that are reached from these without reading, those that look only through the places given. */
function closureOf(steps: readonly Step[], from: readonly number[], places: number): readonly number[] {
  const seen = new Set<number>();
  const waiting = [...from];
  const reached: number[] = [];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const step = steps[at];
    if (step?.kind === "split") waiting.push(...step.to);
    else if (step?.kind === "look" && (step.places & ~places) === 0) waiting.push(step.to);
    else if (step !== undefined && step.kind !== "never") reached.push(at);
  }
  return reached.toSorted((one, other) => one - other);
}

function placesBetween(context: number, next: number): number {
  const isStart = (context & Context.start) !== 0;
  const before = (context & Context.word) !== 0;
  let places = before === isWord(next) ? Place.noWordEdge : Place.wordEdge;
  if (isStart) places |= Place.textStart | Place.lineStart;
  if ((context & Context.line) !== 0) places |= Place.lineStart;
  if (next === END) places |= Place.textEnd | Place.lineEnd;
  if (next === 10) places |= Place.lineEnd;
  return places;
}

function contextAfter(byte: number): number {
  if (byte === 10) return Context.line;
  return isWord(byte) ? Context.word : 0;
}

function isWord(byte: number): boolean {
  if (byte >= 128) return false;
  const lower = byte | 32;
  return (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57) || byte === 95;
}
