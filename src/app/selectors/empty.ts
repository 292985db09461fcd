import type { SourceStatus } from "../../core/ports.js";
import { counted } from "../../lib/counted.js";
import { visible } from "../../lib/visible.js";
import { keyLabel } from "../keys/key-name.js";
import { keysOf } from "../keys/table.js";
import type { CommandId } from "../command-id.js";
import { partToDrop } from "../query/drop.js";
import { activeParts } from "../query/effective.js";
import type { FilterPart, State, Tone } from "../state.js";

/** Why there is nothing to see, and what can be done. Texts are safe to show. */
export type EmptyView = {
  readonly title: string;
  readonly lines: readonly { readonly tone: Tone; readonly text: string }[];
  readonly offers: readonly { readonly key: string; readonly text: string }[];
};

/** Undefined while there are lines to show. */
export function selectEmpty(state: State): EmptyView | undefined {
  const { page, markedOnly } = state.stream;
  if (page !== undefined && page.entries.length > 0) return undefined;
  if (markedOnly) {
    return { title: "No bookmarks", lines: [], offers: [offer(state, "marked-only", "shows all lines again")] };
  }
  // What earlier runs kept is in the page's total, what this run brought in the engine's count.
  const entries = Math.max(state.engine?.entries ?? 0, page?.total ?? 0);
  if (page === undefined && (entries > 0 || state.engine === undefined)) {
    return { title: "Reading the log", lines: [], offers: [] };
  }
  if (entries > 0 && activeParts(state.filters).length > 0) return filteredOut(state, entries);
  return nothingCollected(state);
}

function nothingCollected(state: State): EmptyView {
  const sources = state.engine?.sources ?? [];
  const lines = sources.flatMap(sourceLines);
  const [only] = sources;
  if (only === undefined) {
    const text = "nothing has been kept and no source was named";
    return { title: "Nothing here yet", lines: [{ tone: "info", text }], offers: [offer(state, "close", "quits")] };
  }
  const isAllFailed = sources.every(({ state: own }) => own === "failed");
  const isAllEnded = sources.every(({ state: own }) => own === "ended");
  const waiting =
    sources.length === 1 ? `Waiting for the first line of ${visible(only.label)}` : "Waiting for the first line";
  const title = isAllFailed ? "No source can be read" : isAllEnded ? "There was nothing to read" : waiting;
  return { title, lines, offers: [offer(state, "source", "lists the sources")] };
}

function sourceLines({ label, state, fault, progress, holder }: SourceStatus): EmptyView["lines"] {
  const name = visible(label);
  if (fault !== undefined) {
    return [
      { tone: state === "failed" ? "fault" : "warning", text: `${name}: ${visible(fault.message)}` },
      { tone: "info", text: `  ${visible(fault.hint)}` },
    ];
  }
  const share = progress === undefined ? "" : ` ${Math.floor(progress * 100)}%`;
  const words = {
    starting: "is being opened",
    loading: `is being read${share}`,
    following: "is followed, and has been silent so far",
    ended: "ended without a line",
    failed: "failed",
    shared: `is collected by ${holder === undefined ? "another logstream" : visible(holder.command)}`,
  } as const;
  return [{ tone: state === "failed" ? "fault" : "info", text: `${name} ${words[state]}` }];
}

function filteredOut(state: State, entries: number): EmptyView {
  const hidden = entries === 1 ? "1 line is" : `${counted(entries)} lines are`;
  const lines = activeParts(state.filters).map((part) => ({
    tone: "info" as const,
    text: `${partText(state, part)}${showsText(state, part)}`,
  }));
  const drop = partToDrop(state);
  const isUnit = activeParts(state.filters).some((part) => UNIT.test(partText(state, part)));
  const advice = isUnit ? [{ tone: "info" as const, text: UNIT_ADVICE }] : [];
  const offers = [
    ...(drop === undefined ? [] : [offer(state, "drop-filter", `drops ${partText(state, drop)}`)]),
    offer(state, "filters", "lists the filters"),
  ];
  return {
    title: `${hidden} here, but the filters hide ${entries === 1 ? "it" : "them all"}`,
    lines: [...lines, ...advice],
    offers,
  };
}

/** In a file the names one sees are those of programs, which looks the same. */
const UNIT = /\bunit:/;
const UNIT_ADVICE = "unit: asks for units of systemd; a program is asked for by identifier:NAME";

function showsText(state: State, part: FilterPart): string {
  const known = state.filters.without.find((other) => isSamePart(other.part, part));
  if (known === undefined) return "";
  return known.shows === 0 ? ": without it still nothing shows" : `: without it ${counted(known.shows)} would show`;
}

function partText({ filters }: State, part: FilterPart): string {
  switch (part.kind) {
    case "base":
      return `the query ${visible(filters.base.text)}`;
    case "level":
      return `the level ${filters.level ?? ""} and worse`;
    case "filter": {
      const filter = filters.list.find(({ id }) => id === part.id);
      return filter === undefined
        ? "a filter"
        : `${filter.mode === "include" ? "only" : "hide"} ${visible(filter.text)}`;
    }
  }
}

function isSamePart(left: FilterPart, right: FilterPart): boolean {
  return left.kind === right.kind && (left.kind !== "filter" || right.kind !== "filter" || left.id === right.id);
}

function offer(state: State, command: CommandId, text: string): { readonly key: string; readonly text: string } {
  const [key] = keysOf(state.bindings, command);
  return { key: key === undefined ? `:${command}` : keyLabel(key), text };
}
