import type { LogEntry } from "../../core/entry.js";
import { LEVEL_UNKNOWN, levelNumber } from "../../core/level.js";
import { counted } from "../../lib/counted.js";
import type { Role } from "../../theme/roles.js";
import type { PlainPaint } from "../plain-paint.js";
import type { Clock } from "../output/time-text.js";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Widths of a bar's stretch of time, in microseconds. Each divides a later one, so that finer counts can be put together. */
const STEPS: readonly number[] = [
  ...[0.001, 0.01, 0.1, 1, 10, 30].map((seconds) => seconds * SECOND),
  ...[1, 5, 10, 30].map((minutes) => minutes * MINUTE),
  ...[1, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 10, 30, 90, 360, 3_600, 36_000].map((days) => days * DAY),
];

/** So many stretches are kept apart before neighbours are put together. */
const MOST_KEPT = 4_096;
const LEVELS = LEVEL_UNKNOWN + 1;

/** Counts by time and level, whatever the span turns out to be: memory stays bounded. Times may come in any order. */
export type Tally = {
  add(at: number, level: number): void;
  /** At most `most` stretches from the first to the last time, empty ones included; `step` is their width. */
  stretches(most: number): { readonly step: number; readonly rows: readonly Stretch[] };
  /** How many entries there are in stretches that begin after this time. */
  after(at: number): number;
};

/** Entries from `from` on, for one step, by syslog number of the level, those without one last. */
type Stretch = { readonly from: number; readonly levels: readonly number[] };

type Counts = ReadonlyMap<number, Float64Array>;

/** `offsetMinutes` is how far civil time is ahead of UTC: days begin at midnight. */
export function createTally(offsetMinutes: number): Tally {
  const offset = offsetMinutes * MINUTE;
  let index = 0;
  let counts = new Map<number, Float64Array>();
  let last: { slot: number; levels: Float64Array } | undefined;
  const coarsen = (): void => {
    const [finer, coarser] = [STEPS[index] ?? 1, STEPS[index + 1] ?? 1];
    counts = merged(counts, finer, coarser);
    index += 1;
    last = undefined;
  };
  return {
    add(at, level) {
      const slot = Math.floor((at + offset) / (STEPS[index] ?? 1));
      if (last?.slot !== slot) {
        last = { slot, levels: counts.get(slot) ?? new Float64Array(LEVELS) };
        counts.set(slot, last.levels);
      }
      last.levels[level] = (last.levels[level] ?? 0) + 1;
      if (counts.size > MOST_KEPT && index < STEPS.length - 1) coarsen();
    },
    stretches(most) {
      let shown: Counts = counts;
      let step = index;
      while (spanOf(shown).length > most && step < STEPS.length - 1) {
        shown = merged(shown, STEPS[step] ?? 1, STEPS[step + 1] ?? 1);
        step += 1;
      }
      const { first, length } = spanOf(shown);
      const width = STEPS[step] ?? 1;
      const rows = Array.from({ length: Math.min(length, most) }, (_, row): Stretch => ({
        from: (first + row) * width - offset,
        levels: [...(shown.get(first + row) ?? new Float64Array(LEVELS))],
      }));
      return { step: width, rows };
    },
    after(at) {
      const slot = Math.floor((at + offset) / (STEPS[index] ?? 1));
      const later = [...counts].filter(([from]) => from > slot);
      return later.reduce((sum, [, levels]) => sum + levels.reduce((total, count) => total + count, 0), 0);
    },
  };
}

export function addEntry(tally: Tally, { at, level }: LogEntry): void {
  tally.add(at, levelNumber(level));
}

function merged(counts: Counts, finer: number, coarser: number): Map<number, Float64Array> {
  const made = new Map<number, Float64Array>();
  for (const [slot, levels] of counts) {
    const wider = Math.floor((slot * finer) / coarser);
    const sum = made.get(wider) ?? new Float64Array(LEVELS);
    for (const [level, count] of levels.entries()) sum[level] = (sum[level] ?? 0) + count;
    made.set(wider, sum);
  }
  return made;
}

function spanOf(counts: Counts): { readonly first: number; readonly length: number } {
  let [first, last] = [Infinity, -Infinity];
  for (const slot of counts.keys()) {
    first = Math.min(first, slot);
    last = Math.max(last, slot);
  }
  return counts.size === 0 ? { first: 0, length: 0 } : { first, length: last - first + 1 };
}

/** How severe parts of a bar are told apart, the most severe first: by colour, and by sign where there is none. */
const PARTS: readonly { readonly upTo: number; readonly role: Role; readonly sign: string; readonly ascii: string }[] =
  [
    { upTo: 3, role: "level.error", sign: "█", ascii: "#" },
    { upTo: 4, role: "level.warning", sign: "▓", ascii: "=" },
    { upTo: LEVEL_UNKNOWN, role: "level.info", sign: "░", ascii: "-" },
  ];

export type Drawing = {
  readonly columns: number;
  readonly clock: Clock;
  readonly paint: PlainPaint;
  readonly isAscii: boolean;
};

/** How many lines a histogram takes at most, without its head. */
export const HISTOGRAM_ROWS = 24;

/** One line a stretch: its time, how many entries, errors, warnings, and a bar as long as there is room. Ends with a newline. */
export function histogramText(tally: Tally, { columns, clock, paint, isAscii }: Drawing): string {
  const { step, rows } = tally.stretches(HISTOGRAM_ROWS);
  const sums = rows.map(({ from, levels }) => ({ time: timeText(clock, from, step), parts: partsOf(levels) }));
  const totals = sums.map(({ parts }) => parts.reduce((sum, count) => sum + count, 0));
  const table = [
    ["time", "entries", "errors", "warnings"],
    ...sums.map(({ time, parts }, row) => [
      time,
      ...[totals[row], parts[0], parts[1]].map((count) => counted(count ?? 0)),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const heads = table.map((cells) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  "),
  );
  const room = Math.max(10, columns - (heads[0]?.length ?? 0) - 3);
  const most = Math.max(1, ...totals);
  const lines = heads.map((head, row) => {
    const parts = sums[row - 1]?.parts;
    return parts === undefined ? head : `${head}  ${bar(parts, { room, most, paint, isAscii })}`.trimEnd();
  });
  return `${lines.join("\n")}\n`;
}

function partsOf(levels: readonly number[]): readonly number[] {
  let from = 0;
  return PARTS.map(({ upTo }) => {
    const sum = levels.slice(from, upTo + 1).reduce((total, count) => total + count, 0);
    from = upTo + 1;
    return sum;
  });
}

type Bar = Pick<Drawing, "paint" | "isAscii"> & { readonly room: number; readonly most: number };

/** What is there is never drawn as nothing. */
function bar(parts: readonly number[], { room, most, paint, isAscii }: Bar): string {
  const total = parts.reduce((sum, count) => sum + count, 0);
  const length = total === 0 ? 0 : Math.max(1, Math.round((total / most) * room));
  let [drawn, sum] = [0, 0];
  return PARTS.map(({ role, sign, ascii }, index) => {
    const count = parts[index] ?? 0;
    sum += count;
    const end = Math.min(
      length,
      Math.max(Math.round((sum / Math.max(1, total)) * length), count > 0 ? drawn + 1 : drawn),
    );
    const text = (isAscii ? ascii : sign).repeat(end - drawn);
    drawn = end;
    return text === "" ? "" : paint(role, text);
  }).join("");
}

/** As much of a time as tells the stretches apart. */
function timeText(clock: Clock, at: number, step: number): string {
  const [date = "", time = ""] = clock.iso(at).split("T");
  if (step >= DAY) return date;
  if (step >= MINUTE) return `${date} ${time.slice(0, 5)}`;
  return `${date} ${step >= SECOND ? time.slice(0, 8) : time.slice(0, 12)}`;
}
