import { sliceColumns, widthOf } from "../lib/width.js";
import { linked } from "./terminal/ansi.js";
import type { Painter } from "../theme/painter.js";
import type { Role } from "../theme/roles.js";

/** A stretch of a row in one look; the text has gone through `visible`. */
export type Segment = {
  readonly text: string;
  readonly role: Role;
  /** Where it leads, for terminals that know links: an address that `addressOf` has made. */
  readonly href?: string;
};

export function plainText(segments: readonly Segment[]): string {
  return segments.map((segment) => segment.text).join("");
}

/** The segments in their looks, lying on `base`. */
export function paintSegments(segments: readonly Segment[], painter: Painter, base?: Role): string {
  let row = "";
  for (const { role, text, href } of segments) {
    const painted = painter.paint(role, text, base);
    row += href === undefined ? painted : linked(painted, href);
  }
  return row;
}

/** Columns [from, to) of the segments. */
export function sliceSegments(segments: readonly Segment[], from: number, to: number): readonly Segment[] {
  const kept: Segment[] = [];
  let column = 0;
  for (const segment of segments) {
    if (column >= to) break;
    const width = widthOf(segment.text);
    if (column + width > from) {
      const text =
        column >= from && column + width <= to
          ? segment.text
          : sliceColumns(segment.text, Math.max(0, from - column), to - column);
      if (text !== "") kept.push({ ...segment, text });
    }
    column += width;
  }
  return kept;
}

export function segmentsWidth(segments: readonly Segment[]): number {
  return segments.reduce((width, segment) => width + widthOf(segment.text), 0);
}

/** The segments in exactly so many columns: cut with an ellipsis, or filled up. */
export function fitSegments(segments: readonly Segment[], columns: number, ellipsis = "…"): readonly Segment[] {
  const width = segmentsWidth(segments);
  if (width === columns) return segments;
  if (width < columns) return [...segments, { text: " ".repeat(columns - width), role: "text" }];
  const room = columns - widthOf(ellipsis);
  if (room < 0) return sliceSegments(segments, 0, Math.max(0, columns));
  const last = segments.at(-1)?.role ?? "text";
  return fitSegments([...sliceSegments(segments, 0, room), { text: ellipsis, role: last }], columns, "");
}

/** Left and right parts in one line; where both do not fit, the left one is cut. */
export function spread(
  left: readonly Segment[],
  right: readonly Segment[],
  columns: number,
  ellipsis = "…",
): readonly Segment[] {
  const room = columns - segmentsWidth(right);
  if (room < 8) return fitSegments(left, columns, ellipsis);
  return [...fitSegments(left, room, ellipsis), ...right];
}
