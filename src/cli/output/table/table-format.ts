import type { Cell } from "../../../core/aggregate/cell.js";
import type { Column, Table } from "../../../core/aggregate/table.js";
import type { PlainPaint } from "../../plain-paint.js";
import type { Clock } from "../time-text.js";

/** What the person asked of the output, beside the format. */
export type TableOptions = {
  readonly paint: PlainPaint;
  readonly clock: Clock;
  /** How many columns a line may take. */
  readonly width: number;
  readonly isAscii: boolean;
};

/** What is written: a table, or entries of which fields were chosen, part by part. */
export type TablePart = Pick<Table, "columns" | "rows" | "others">;

/** One way to write tables. What comes out is free of control characters but for its own line ends and colours. */
export type TableFormat = {
  /** Before the first row; also where there is none. */
  head?(columns: readonly Column[]): string;
  /** Some rows; `isFirst` for those that come first. */
  rows(part: TablePart, options: TableOptions, isFirst: boolean): string;
  readonly tail?: string;
};

export type Row = readonly Cell[];
