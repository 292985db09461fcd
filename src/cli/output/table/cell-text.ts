import type { Cell } from "../../../core/aggregate/cell.js";
import type { Column } from "../../../core/aggregate/table.js";
import { counted } from "../../../lib/counted.js";
import type { Clock } from "../time-text.js";

/** A cell as text; `plain` is for programs: no signs between thousands, no sign for what is missing. */
export function cellText({ kind }: Column, cell: Cell, clock: Clock, manner: "people" | "plain"): string {
  if (cell === undefined) return manner === "plain" ? "" : "-";
  if (typeof cell === "string") return cell;
  if (kind === "time") return clock.iso(cell);
  if (kind === "share") return manner === "plain" ? String(cell) : `${(cell * 100).toFixed(1)} %`;
  if (manner === "plain" || kind === "key") return String(cell);
  return kind === "count" ? counted(cell) : measureText(cell);
}

/** Whole numbers whole, others with four digits that tell something. */
function measureText(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? grouped(value) : String(value);
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-4) return value.toExponential(3);
  return size >= 1_000 ? grouped(Math.round(value)) : String(Number(value.toPrecision(4)));
}

function grouped(value: number): string {
  return value < 0 ? `-${counted(-value)}` : counted(value);
}
