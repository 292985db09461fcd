/**
 * The candidate that is nearest to a mistyped word, or undefined when none is near: one edit away for short words, two
 * from seven letters on; a first letter that differs must be a swap.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const most = typed.length < 7 ? 1 : 2;
  let best: string | undefined;
  let least = most + 1;
  for (const candidate of candidates) {
    if (!startsAlike(typed, candidate)) continue;
    const distance = editDistance(typed, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** As `nearest`, or else the first candidate that the word, three letters or more, is the beginning of. */
export function nearestOrBegun(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const begun = typed.length < 3 ? undefined : candidates.find((candidate) => candidate.startsWith(typed));
  return begun ?? nearest(word, candidates);
}

function startsAlike(typed: string, candidate: string): boolean {
  return typed[0] === candidate[0] || (typed[0] === candidate[1] && typed[1] === candidate[0]);
}

/** Insertions, deletions, substitutions and swaps of neighbours: Damerau's distance, optimal string alignment. */
function editDistance(left: string, right: string): number {
  const columns = right.length + 1;
  const cells = new Uint16Array((left.length + 1) * columns);
  const cell = (row: number, column: number): number => cells[row * columns + column] ?? 0;
  for (let row = 0; row <= left.length; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let value = Math.max(row, column);
      if (row > 0 && column > 0) {
        const differs = left[row - 1] === right[column - 1] ? 0 : 1;
        value = Math.min(cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + differs);
        const swapped =
          row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
        if (swapped) value = Math.min(value, cell(row - 2, column - 2) + 1);
      }
      cells[row * columns + column] = value;
    }
  }
  return cell(left.length, right.length);
}
