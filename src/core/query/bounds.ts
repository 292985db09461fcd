import { LEVEL_UNKNOWN } from "../level.js";
import type { Query } from "./ast.js";
import { compileSourceTest } from "./match/field-test.js";
import { levelMask } from "./predicate.js";

/** What is known of every entry that can match, to be held against the headers of blocks. Never too narrow. */
export type Bounds = {
  /** Event time within [from, to); ±Infinity where it is open. `from >= to`: nothing can match. */
  readonly from: number;
  readonly to: number;
  /** Bit n: an entry of level n (LEVEL_UNKNOWN for none) can match. 0: nothing can. */
  readonly levels: number;
  /** Whether an entry of this source can match; undefined when every source can. */
  readonly source: ((id: string) => boolean) | undefined;
};

/** The mask of all levels and none. */
export const ALL_LEVELS = (1 << (LEVEL_UNKNOWN + 1)) - 1;

const UNBOUNDED: Bounds = { from: -Infinity, to: Infinity, levels: ALL_LEVELS, source: undefined };
const EMPTY: Bounds = { from: Infinity, to: -Infinity, levels: 0, source: () => false };

/** The bounds of a query. Negations say nothing but for levels and open times, whose complement is as simple. */
export function boundsOf(query: Query): Bounds {
  switch (query.kind) {
    case "and":
      return query.parts.map(boundsOf).reduce(meet, UNBOUNDED);
    case "or":
      return query.parts.map(boundsOf).reduce(join, EMPTY);
    case "not":
      return complementOf(query.part);
    case "level":
      return { ...UNBOUNDED, levels: levelMask(query) };
    case "time":
      return { ...UNBOUNDED, ...openEnded(query) };
    case "field":
      return boundsOfField(query);
    case "all":
    case "text":
    case "regex":
    case "compare":
      return UNBOUNDED;
  }
}

function openEnded({ from, to }: Query & { readonly kind: "time" }): Pick<Bounds, "from" | "to"> {
  return { from: from ?? -Infinity, to: to ?? Infinity };
}

function boundsOfField({ field, pattern }: Query & { readonly kind: "field" }): Bounds {
  return field === "source" && pattern !== "" ? { ...UNBOUNDED, source: compileSourceTest(pattern) } : UNBOUNDED;
}

function complementOf(part: Query): Bounds {
  if (part.kind === "all") return EMPTY;
  if (part.kind === "not") return boundsOf(part.part);
  if (part.kind === "level") return { ...UNBOUNDED, levels: ALL_LEVELS & ~levelMask(part) };
  if (part.kind === "time" && part.from === undefined && part.to !== undefined) return { ...UNBOUNDED, from: part.to };
  if (part.kind === "time" && part.to === undefined && part.from !== undefined) return { ...UNBOUNDED, to: part.from };
  if (part.kind === "or") return part.parts.map(complementOf).reduce(meet, UNBOUNDED);
  return UNBOUNDED;
}

function meet(left: Bounds, right: Bounds): Bounds {
  return {
    from: Math.max(left.from, right.from),
    to: Math.min(left.to, right.to),
    levels: left.levels & right.levels,
    source: bothSources(left.source, right.source),
  };
}

function bothSources(left: Bounds["source"], right: Bounds["source"]): Bounds["source"] {
  if (left === undefined || right === undefined) return left ?? right;
  return (id) => left(id) && right(id);
}

function join(left: Bounds, right: Bounds): Bounds {
  const [first, second] = [left.source, right.source];
  return {
    from: Math.min(left.from, right.from),
    to: Math.max(left.to, right.to),
    levels: left.levels | right.levels,
    source: first === undefined || second === undefined ? undefined : (id) => first(id) || second(id),
  };
}
