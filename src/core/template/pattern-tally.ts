import type { LogEntry } from "../entry.js";
import { LEVEL_UNKNOWN, levelNumber } from "../level.js";
import type { Micros } from "../time.js";
import { createMiner, type Miner } from "./miner.js";
import type { Template, TemplateId } from "./template.js";
import { createTextMemory, spaceOf } from "./text-memory.js";

/** What is counted of the entries of one template. */
export type Pattern = {
  readonly template: Template;
  readonly count: number;
  /** By syslog number of the level, those without one last. */
  readonly levels: readonly number[];
  /** Undefined where entries have no times. */
  readonly first: Micros | undefined;
  readonly last: Micros | undefined;
  /** The message of the first that was counted. */
  readonly example: string;
};

/** What of an entry is looked at; its message may be left out. */
export type Tallied = Pick<LogEntry, "format" | "identifier" | "unit" | "level" | "message" | "text"> & {
  readonly at: Micros | undefined;
};

/** Entries counted by the templates of their messages, in whatever order they come. */
export type PatternTally = {
  /** Gives the template that the entry has now; `final` tells what it became. */
  add(entry: Tallied): TemplateId;
  /** The templates so far, the most frequent first. */
  patterns(): readonly Pattern[];
  /** The template that an id leads to. */
  final(id: TemplateId): Template | undefined;
  /** Entries whose templates were forgotten because there were too many. */
  forgotten(): number;
  readonly miner: Miner;
};

const MOST_COUNTED = 40_000;

type Counted = {
  id: TemplateId;
  count: number;
  readonly levels: Float64Array;
  first: Micros | undefined;
  last: Micros | undefined;
  example: string;
};

/**
 * `messageOf` gives an entry's message where `message` was left out of it. It is asked once for each skeleton of a text
 * and not for each entry, which is what makes this fast.
 */
export function createPatternTally(messageOf: (entry: Tallied) => string, miner = createMiner()): PatternTally {
  const known = createTextMemory<Counted>();
  let byId = new Map<TemplateId, Counted>();
  let forgotten = 0;

  function lookUp(entry: Tallied): Counted {
    const counted = known.find(entry);
    if (counted !== undefined && miner.again(counted.id)) return counted;
    const message = messageOf(entry);
    const learned = countedOf(miner.learn(message, spaceOf(entry)).id, entry, message);
    known.keep(learned);
    return learned;
  }

  function countedOf(id: TemplateId, entry: Tallied, message: string): Counted {
    const counted = byId.get(id);
    if (counted !== undefined) return counted;
    if (byId.size >= MOST_COUNTED) byId = folded();
    const levels = new Float64Array(LEVEL_UNKNOWN + 1);
    const made: Counted = { id, count: 0, levels, first: entry.at, last: entry.at, example: message };
    byId.set(id, made);
    return made;
  }

  /** Counts of templates that became one, put together; those of forgotten ones left out. */
  function folded(): Map<TemplateId, Counted> {
    const merged = new Map<TemplateId, Counted>();
    for (const counted of byId.values()) {
      const id = miner.resolve(counted.id);
      const into = id === undefined ? undefined : merged.get(id);
      if (id === undefined) forgotten += counted.count;
      else if (into === undefined) {
        counted.id = id;
        merged.set(id, counted);
      } else addTo(into, counted);
    }
    // What was put together is counted on elsewhere.
    known.clear();
    return merged;
  }

  return {
    add(entry) {
      const counted = lookUp(entry);
      const level = levelNumber(entry.level);
      counted.count += 1;
      counted.levels[level] = (counted.levels[level] ?? 0) + 1;
      if (entry.at !== undefined) widen(counted, entry.at, entry.at);
      return counted.id;
    },
    patterns() {
      byId = folded();
      return [...byId.values()].flatMap((counted) => patternOf(counted, miner)).toSorted(mostFirst);
    },
    final: (id) => miner.template(id),
    forgotten: () => forgotten,
    miner,
  };
}

function addTo(into: Counted, other: Counted): void {
  into.count += other.count;
  for (const [level, count] of other.levels.entries()) into.levels[level] = (into.levels[level] ?? 0) + count;
  if (isBefore(other.first, into.first)) into.example = other.example;
  if (other.first !== undefined && other.last !== undefined) widen(into, other.first, other.last);
}

function widen(counted: Counted, first: Micros, last: Micros): void {
  if (counted.first === undefined || first < counted.first) counted.first = first;
  if (counted.last === undefined || last > counted.last) counted.last = last;
}

function isBefore(left: Micros | undefined, right: Micros | undefined): boolean {
  return left !== undefined && (right === undefined || left < right);
}

function patternOf({ id, count, levels, first, last, example }: Counted, miner: Miner): readonly Pattern[] {
  const template = miner.template(id);
  return template === undefined ? [] : [{ template, count, levels: [...levels], first, last, example }];
}

function mostFirst(left: Pattern, right: Pattern): number {
  return right.count - left.count || (left.first ?? 0) - (right.first ?? 0);
}
