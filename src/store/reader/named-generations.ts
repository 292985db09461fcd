import type { Query } from "../../core/query/ast.js";
import type { Session } from "../../core/session.js";
import type { Micros } from "../../core/time.js";

/** From when on a generation was the system; undefined: before anything is known. */
type Switch = { readonly from: Micros | undefined; readonly generation: number | undefined };

/**
 * The times in which a generation of the system was the one that ran, by what sessions say of the generations before and
 * after them; undefined when none speaks of it. A switch is where its session ended.
 */
export function timesOfGeneration(generation: number, sessions: readonly Session[]): Query | undefined {
  const switches = switchesIn(sessions);
  const times = switches.flatMap((one, index): readonly Query[] => {
    if (one.generation !== generation) return [];
    return [{ kind: "time", from: one.from, to: switches[index + 1]?.from }];
  });
  const [only] = times;
  return times.length === 1 ? only : times.length === 0 ? undefined : { kind: "or", parts: times };
}

/** Oldest first, each another generation than the one before. */
function switchesIn(sessions: readonly Session[]): readonly Switch[] {
  const switches: Switch[] = [];
  const enter = (generation: number | undefined, from: Micros | undefined): void => {
    if (generation !== undefined && switches.at(-1)?.generation !== generation) switches.push({ from, generation });
  };
  for (const session of sessions.toSorted((left, right) => endOf(left) - endOf(right))) {
    if (switches.length === 0) enter(session.generationBefore?.number, undefined);
    enter(session.generationAfter?.number, endOf(session));
  }
  return switches;
}

function endOf({ startedAt, endedAt }: Session): Micros {
  return endedAt ?? startedAt;
}
