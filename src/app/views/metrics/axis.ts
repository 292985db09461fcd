import type { Micros } from "../../../core/time.js";

/** Columns of equal stretches of time (whole microseconds), the first one from `from` on. */
export type Axis = { readonly from: number; readonly width: number; readonly columns: number };

/**
 * Columns that together are about as long as the window, the last of them the one that holds `end`. They begin at
 * multiples of their width, so that what is drawn moves by whole columns; a width is even, for columns are halved.
 */
export function axisOf(window: number, columns: number, end: number): Axis {
  const width = Math.max(2, 2 * Math.round(window / columns / 2));
  return { from: (Math.floor(end / width) + 1 - columns) * width, width, columns };
}

/** The same stretch in columns of half the width. */
export function halved({ from, width, columns }: Axis): Axis {
  return { from, width: width / 2, columns: columns * 2 };
}

/** The end of the last column. */
export function endOf({ from, width, columns }: Axis): number {
  return from + width * columns;
}

/** The column of a moment, also one beside the axis. */
export function columnOf({ from, width }: Axis, at: Micros): number {
  return Math.floor((at - from) / width);
}

/** Values of one axis as they lie under the columns of another: that of the middle of each column. */
export function onAxis<Value>(values: readonly Value[], own: Axis, axis: Axis): readonly (Value | undefined)[] {
  return Array.from({ length: axis.columns }, (_, column) => {
    const middle = axis.from + (column + 0.5) * axis.width;
    return values[Math.floor((middle - own.from) / own.width)];
  });
}
