import { type Micros, micros } from "../core/time.js";
import { timeText, type ZoneOffset } from "./time-text.js";

/** Columns of equal stretches of time (microseconds). */
export type TimeAxis = {
  readonly from: number;
  readonly width: number;
  readonly columns: number;
  /** Cells that the labels may take. */
  readonly room: number;
};

const DAY = 86_400_000_000;
/** Cells from one label to the next, at least. */
const APART = 14;

/** Times under the columns, as many as there is room for whole; where a day begins or columns are days, dates. */
export function axisLabels({ from, width, columns, room }: TimeAxis, zone: ZoneOffset): string {
  let line = "";
  for (let column = 0; column < columns; column += APART) {
    const at = micros(from + column * width);
    const before = micros(from + (column - APART) * width);
    const isNewDay = column > 0 && dayOf(at, zone) !== dayOf(before, zone);
    const label = `╵${labelOf(at, width, column === 0 || isNewDay, zone)}`.slice(0, APART - 1);
    // A time that is cut reads as another time.
    if (column + label.length > room) break;
    line = line.padEnd(column) + label;
  }
  return line;
}

function labelOf(at: Micros, width: number, isNewDay: boolean, zone: ZoneOffset): string {
  const full = timeText(at, zone, { width: 15, newDay: false });
  const day = full.slice(0, 6);
  const clock = full.slice(7);
  if (width >= DAY) return day;
  const short = width < 60_000_000 ? clock : clock.slice(0, 5);
  return isNewDay ? `${day} ${clock.slice(0, 5)}` : short;
}

function dayOf(at: Micros, zone: ZoneOffset): number {
  return Math.floor((at + zone(at)) / DAY);
}

/** `5 s`, `15 min`, `2 h`, `7 d`. */
export function spanText(width: number): string {
  const seconds = width / 1_000_000;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}
