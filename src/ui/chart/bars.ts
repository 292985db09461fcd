/**
 * Values as bars that stand side by side, one a column, in so many rows of the terminal: for each row from the top a
 * character a column. `steps` are the characters of a cell that is filled a little up to one that is full; what is more
 * than nothing is never drawn as nothing. One row of it is a sparkline.
 */
export function barRows(
  values: readonly (number | undefined)[],
  { rows, top, steps }: { readonly rows: number; readonly top: number; readonly steps: readonly string[] },
): readonly string[] {
  const heights = values.map((value) => heightOf(value, top, rows * steps.length));
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * steps.length;
    return heights.map((height) => stepOf(height - below, steps)).join("");
  });
}

/** In steps; 0 for nothing and for what was not measured. */
function heightOf(value: number | undefined, top: number, steps: number): number {
  if (value === undefined || !(value > 0)) return 0;
  return top > 0 ? Math.max(1, Math.min(steps, Math.round((value / top) * steps))) : steps;
}

function stepOf(height: number, steps: readonly string[]): string {
  return height <= 0 ? " " : (steps[Math.min(height, steps.length) - 1] ?? " ");
}
