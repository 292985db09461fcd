import { Bug } from "../fault.js";
import type { LogEntry } from "../entry.js";
import { entryRow } from "../query/match/entry-row.js";
import type { Stage } from "../query/statement.js";
import { cellReader, compareCells, keyOf } from "./cell.js";

/** An entry as a statement shows it. */
export type ShownEntry = {
  readonly entry: LogEntry;
  /** How many neighbours it stands for, itself included: 1 but for `dedup`. */
  readonly repeats: number;
  /** A neighbour of a match, which does not match itself. */
  readonly isContext: boolean;
  /** Entries lie between it and the one before that are not shown. Only where context is shown. */
  readonly isAfterGap: boolean;
};

/** `sort` and `last` hold so many entries at most: of more, those that come first in their order. */
export const MOST_HELD = 100_000;

/** Entries in, entries out, in one pass. */
type Step = {
  push(shown: ShownEntry): readonly ShownEntry[];
  /** What was held back. */
  end(): readonly ShownEntry[];
  /** Nothing that comes now can change the outcome. */
  isFull(): boolean;
};

/** Several stages after one another. */
export type EntryStages = {
  push(entries: readonly LogEntry[]): readonly ShownEntry[];
  end(): readonly ShownEntry[];
  isFull(): boolean;
};

/** How entries must come for the stages, and the stages that are left to do. */
export type EntryPlan = {
  readonly direction: "oldest-first" | "newest-first";
  readonly limit: number | undefined;
  readonly rest: readonly Stage[];
};

/** A `first` or `last` at the beginning is a limit to what is read. With `newest-first` what comes is to be turned round. */
export function planEntries(stages: readonly Stage[]): EntryPlan {
  const [stage, ...rest] = stages;
  if (stage?.kind === "first") return { direction: "oldest-first", limit: stage.count, rest };
  if (stage?.kind === "last") return { direction: "newest-first", limit: stage.count, rest };
  return { direction: "oldest-first", limit: undefined, rest: stages };
}

/** The stages `first`, `last`, `sort` and `dedup`; `fields` changes nothing here, `context` is not for this. */
export function createEntryStages(stages: readonly Stage[]): EntryStages {
  const steps = stages.filter(({ kind }) => kind !== "fields").map(stepOf);
  const through = (shown: readonly ShownEntry[], from: number): readonly ShownEntry[] =>
    steps.slice(from).reduce((passed, step) => passed.flatMap((one) => step.push(one)), shown);
  return {
    push: (entries) => through(entries.map(shownAlone), 0),
    end: () =>
      steps.reduce<readonly ShownEntry[]>((passed, step, index) => [...passed, ...through(step.end(), index + 1)], []),
    isFull: () => steps.some((step) => step.isFull()),
  };
}

export function shownAlone(entry: LogEntry): ShownEntry {
  return { entry, repeats: 1, isContext: false, isAfterGap: false };
}

function stepOf(stage: Stage): Step {
  switch (stage.kind) {
    case "first":
      return firstStep(stage.count);
    case "last":
      return lastStep(stage.count);
    case "sort":
      return sortStep(stage.by, stage.order === "desc");
    case "dedup":
      return dedupStep(stage.by);
    case "fields":
    case "context":
    case "count":
    case "stats":
    case "top":
    case "distinct":
      throw new Bug(`${stage.kind} is no stage that entries are passed through`);
  }
}

const NONE: readonly ShownEntry[] = [];

function firstStep(count: number): Step {
  let left = count;
  return {
    push: (shown) => (left-- > 0 ? [shown] : NONE),
    end: () => NONE,
    isFull: () => left <= 0,
  };
}

function lastStep(count: number): Step {
  let kept: ShownEntry[] = [];
  return {
    push(shown) {
      kept.push(shown);
      // Cut seldom: cutting each time would copy all that is kept.
      if (kept.length > 2 * count) kept = kept.slice(-count);
      return NONE;
    },
    end: () => kept.slice(-count),
    isFull: () => false,
  };
}

function sortStep(by: string, descends: boolean): Step {
  const cell = cellReader(by);
  const kept: { readonly shown: ShownEntry; readonly key: ReturnType<typeof cell> }[] = [];
  const cut = (): void => {
    kept.sort(({ key: left }, { key: right }) => {
      if (left === undefined || right === undefined) return compareCells(left, right);
      return compareCells(left, right, by === "level") * (descends ? -1 : 1);
    });
    kept.splice(MOST_HELD);
  };
  return {
    push(shown) {
      kept.push({ shown, key: cell(entryRow(shown.entry)) });
      if (kept.length >= 2 * MOST_HELD) cut();
      return NONE;
    },
    end() {
      cut();
      return kept.map(({ shown }) => shown);
    },
    isFull: () => false,
  };
}

function dedupStep(by: readonly string[]): Step {
  const cells = (by.length === 0 ? ["message"] : by).map(cellReader);
  let held: { readonly shown: ShownEntry; readonly key: string; repeats: number } | undefined;
  const release = (): readonly ShownEntry[] => (held === undefined ? NONE : [{ ...held.shown, repeats: held.repeats }]);
  return {
    push(shown) {
      const row = entryRow(shown.entry);
      const key = keyOf(cells.map((cell) => cell(row)));
      if (held?.key === key) {
        held.repeats += shown.repeats;
        return NONE;
      }
      const before = release();
      held = { shown, key, repeats: shown.repeats };
      return before;
    },
    end: () => release(),
    isFull: () => false,
  };
}
