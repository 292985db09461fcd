import type { State } from "../state.js";
import type { KeptScreen } from "./kept-screen.js";
import { KEPT_PARTS } from "./parts.js";

/** What is worth keeping of the screen as it is now; empty for one that is as at any start. */
export function keptScreenOf(state: State): KeptScreen {
  return Object.fromEntries(
    Object.entries(KEPT_PARTS).flatMap(([name, part]) => {
      const value = part.of(state);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Remembers how the screen began, for whoever wants to start afresh. */
export function withFirstKept(state: State): State {
  return { ...state, kept: { ...state.kept, first: keptScreenOf(state) } };
}

/**
 * What is to be kept of the screen as it is now; undefined while what was kept before is to stay. Whoever started with a
 * query leaves alone what was asked for without.
 */
export function screenToKeep(state: State): KeptScreen | undefined {
  const { before, isPending } = state.kept;
  const screen = keptScreenOf(state);
  if (isPending && wordsOf(state, screen).length === 0) return undefined;
  if (!isGiven(state)) return screen;
  return { ...partsOf(before?.screen ?? {}, "query"), ...partsOf(screen, "others") };
}

/** Whether anything was kept that `takeUp` would show. */
export function isWorthShowing(state: State): boolean {
  const { before } = state.kept;
  return before !== undefined && Object.keys(usable(state, before.screen)).length > 0;
}

/** Whoever starts with a query wants that one. */
export function usable(state: State, screen: KeptScreen): KeptScreen {
  return isGiven(state) ? partsOf(screen, "others") : screen;
}

function partsOf(screen: KeptScreen, which: "query" | "others"): KeptScreen {
  const isQuery = which === "query";
  return Object.fromEntries(
    Object.entries(screen).filter(([name]) => (KEPT_PARTS[name]?.isQuery === true) === isQuery),
  );
}

/** Whether the screen began with a query of its own. */
export function isGiven({ kept: { first } }: State): boolean {
  return Object.keys(first).some((name) => KEPT_PARTS[name]?.isQuery === true);
}

/** What one would not expect of the screen that was kept, each in few words. */
export function wordsOf(state: State, screen: KeptScreen): readonly string[] {
  return Object.entries(usable(state, screen)).flatMap(([name, kept]) => KEPT_PARTS[name]?.words?.(kept) ?? []);
}
