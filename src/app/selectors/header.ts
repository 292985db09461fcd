import type { Fault } from "../../core/fault.js";
import type { SourceStatus } from "../../core/ports.js";
import { activeParts } from "../query/effective.js";
import type { State } from "../state.js";
import { newSince } from "./new-since.js";

/** What the header says. Texts are as they were typed or as sources call themselves: not yet safe to show. */
export type HeaderView = {
  /** Undefined until the engine has said anything. */
  readonly sources: readonly SourceStatus[] | undefined;
  readonly entries: number;
  readonly entriesPerSecond: number;
  /** Trouble of the store or the engine itself. */
  readonly fault: Fault | undefined;
  /** What hides entries: the base query and the level without a sign. */
  readonly filters: readonly { readonly sign: "+" | "-" | ""; readonly text: string; readonly isOn: boolean }[];
  readonly search: string | undefined;
  /** Entries that match the search and the filters; undefined until they are counted. */
  readonly hits: number | undefined;
  /** Entries that the filters let through; undefined while unknown or while nothing is filtered. */
  readonly matches: number | undefined;
  readonly modes: readonly Mode[];
};

/** States of the view that one must not overlook. */
export type Mode =
  | { readonly kind: "demo" | "follow" | "paused" | "frozen" | "marked" | "wrapped" | "selecting" }
  /** So many lines are shown around each match. */
  | { readonly kind: "context"; readonly lines: number }
  /** Lines that came since following was paused or the display frozen; undefined where that is not counted. */
  | { readonly kind: "new"; readonly count: number | undefined };

/** The header; it changes with every news of the engine. */
export function selectHeader(state: State): HeaderView {
  const { engine, filters, search, stream } = state;
  const { overview } = stream;
  const isFiltered = activeParts(filters).length > 0;
  return {
    sources: engine?.sources,
    entries: entriesKept(state),
    entriesPerSecond: engine?.entriesPerSecond ?? 0,
    fault: engine?.fault,
    filters: filterTexts(state),
    search: search?.text,
    hits: hitCount(state),
    matches: isFiltered && overview?.complete === true ? overview.matches : undefined,
    modes: modesOf(state),
  };
}

/** Entries of the scope: the engine counts what this run brought, the page and the overview what earlier runs kept too. */
function entriesKept({ engine, stream }: State): number {
  const { page, markedOnly, overview } = stream;
  return Math.max(engine?.entries ?? 0, markedOnly ? 0 : (page?.total ?? 0), overview?.total ?? 0);
}

function hitCount({ search, stream: { hits } }: State): number | undefined {
  return search !== undefined && hits?.of === search && hits.overview?.complete === true
    ? hits.overview.matches
    : undefined;
}

function filterTexts({ filters }: State): HeaderView["filters"] {
  const { base, level, list } = filters;
  return [
    ...(base.query.kind === "all" ? [] : [{ sign: "" as const, text: base.text, isOn: true }]),
    ...(level === undefined ? [] : [{ sign: "" as const, text: `level>=${level}`, isOn: true }]),
    ...list.map(({ mode, text, enabled }) => ({
      sign: mode === "include" ? ("+" as const) : ("-" as const),
      text,
      isOn: enabled,
    })),
  ];
}

/** Where every source has ended there is nothing to follow. */
function isOver({ engine }: State): boolean {
  return engine !== undefined && engine.sources.length > 0 && engine.sources.every(({ state }) => state === "ended");
}

/** A replay has a clock of its own. */
function followMode(state: State): readonly Mode[] {
  const { follow, frozen, markedOnly } = state.stream;
  if (state.view === "replay") return [];
  if (frozen !== undefined) return [{ kind: "frozen" }];
  return markedOnly || (follow && isOver(state)) ? [] : [{ kind: follow ? "follow" : "paused" }];
}

function modesOf(state: State): readonly Mode[] {
  const { context, markedOnly, selection, wrap } = state.stream;
  const modes: Mode[] = state.isDemo ? [{ kind: "demo" }] : [];
  if (selection !== undefined) modes.push({ kind: "selecting" });
  if (markedOnly) modes.push({ kind: "marked" });
  if (context > 0 && !markedOnly && activeParts(state.filters).length > 0)
    modes.push({ kind: "context", lines: context });
  if (wrap) modes.push({ kind: "wrapped" });
  const fresh = newSince(state);
  if (fresh !== undefined) modes.push({ kind: "new", count: fresh.count });
  return [...modes, ...followMode(state)];
}
