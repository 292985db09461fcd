import type { Db } from "../database.js";
import { isCorruption } from "../faults.js";

type Value = string | number | bigint | Buffer | null;

/** Rows whose number lies beyond any that a store gives are what damage left of a number. */
const MOST = Number.MAX_SAFE_INTEGER;

/**
 * The rows of a table that can still be read, in the order of their row numbers, of a file some pages of which are
 * damaged: behind rows that cannot be read the next one that can is looked for, by steps that double and then by halves.
 */
export function* readableRows(db: Db, table: string): Generator<readonly Value[]> {
  const next = db
    .prepare<[number], [number, ...Value[]]>(`SELECT rowid, * FROM "${table}" WHERE rowid > ? ORDER BY rowid LIMIT 1`)
    .raw();
  const rowAfter = (number: number): readonly [number, ...Value[]] | "none" | "damaged" => {
    try {
      const row = next.get(number);
      if (row === undefined) return "none";
      return Number.isSafeInteger(row[0]) && row[0] > number ? row : "damaged";
    } catch (error) {
      if (isCorruption(error)) return "damaged";
      throw error;
    }
  };
  let last = -1;
  for (;;) {
    let found = rowAfter(last);
    if (found === "damaged") {
      const behind = firstReadable(last, (number) => rowAfter(number) !== "damaged");
      if (behind === undefined) return;
      found = rowAfter(behind);
    }
    if (found === "none" || found === "damaged") return;
    const [number, ...row] = found;
    yield row;
    last = number;
  }
}

/** The least number beyond `from` that rows can be read after, as far as halving finds it; undefined when there is none. */
function firstReadable(from: number, isReadable: (number: number) => boolean): number | undefined {
  let [low, step] = [from, 1];
  while (!isReadable(from + step)) {
    low = from + step;
    step *= 2;
    if (from + step > MOST) return undefined;
  }
  let high = from + step;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isReadable(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** All rows of a table without row numbers; none when one cannot be read. */
export function allRows(db: Db, table: string): readonly (readonly Value[])[] {
  try {
    return db.prepare<[], Value[]>(`SELECT * FROM "${table}"`).raw().all();
  } catch (error) {
    if (isCorruption(error)) return [];
    throw error;
  }
}
