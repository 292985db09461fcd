import type { ReplayCell, ReplayMarker, ReplayView } from "../../../app/selectors/replay.js";
import { SCRUB_MARGIN } from "../../../app/views/replay/scrub-area.js";
import { micros } from "../../../core/time.js";
import { visible } from "../../../lib/visible.js";
import type { Role } from "../../../theme/roles.js";
import { barRows } from "../../chart/bars.js";
import { type ChartCell, segmentsOfCells } from "../../chart/cells.js";
import type { Glyphs } from "../../glyphs.js";
import { fitSegments, type Segment, segmentsWidth, spread } from "../../segment.js";
import { axisLabels, spanText } from "../../time-axis.js";
import { timeText, type ZoneOffset } from "../../time-text.js";

export type ReplayLook = { readonly glyphs: Glyphs; readonly zone: ZoneOffset; readonly columns: number };

/** Line `index` below the lines of a replay: the clock, the bar, what is marked on it, times. */
export function replayLine(view: ReplayView, index: number, look: ReplayLook): readonly Segment[] {
  switch (index) {
    case 0:
      return clockLine(view, look);
    case 1:
      return inside(barCells(view, look.glyphs), look);
    case 2:
      return inside(markerCells(view, look.glyphs), look);
    default:
      return timesLine(view, look);
  }
}

function inside(cells: readonly ChartCell[], { columns, glyphs }: ReplayLook): readonly Segment[] {
  const margin: Segment = { text: " ".repeat(SCRUB_MARGIN), role: "text" };
  return fitSegments([margin, ...segmentsOfCells(cells)], columns, glyphs.ellipsis);
}

function clockLine(view: ReplayView, { glyphs, zone, columns }: ReplayLook): readonly Segment[] {
  const { at, from, to, speed, isPlaying } = view;
  const sign = isPlaying ? glyphs.outcomes.running : glyphs.outcomes.waiting;
  const time = timeText(at, zone, { width: columns < 80 ? 8 : 15, newDay: false });
  const left: readonly Segment[] = [
    { text: ` ${sign} ${isPlaying ? "playing" : "paused "} ${speed}${glyphs.times}  `, role: "accent" },
    { text: `${time}  `, role: "time" },
    { text: `${clockText(at - from)} of ${clockText(to - from)}  `, role: "text" },
    ...remark(view),
  ];
  const title: readonly Segment[] = [{ text: ` ${visible(view.title)} `, role: "dim" }];
  const hasRoom = segmentsWidth(left) + segmentsWidth(title) <= columns;
  return hasRoom ? spread(left, title, columns, glyphs.ellipsis) : fitSegments(left, columns, glyphs.ellipsis);
}

/** What one should know of the clock at the moment. */
function remark({ skipped, isPlaying, isAtEnd, cutsSilence, playKey, isLoading }: ReplayView): readonly Segment[] {
  if (skipped !== undefined) return [{ text: `${spanText(skipped)} without lines skipped`, role: "gap" }];
  if (isAtEnd && !isPlaying) return [{ text: `the end: ${playKey} plays from the start`, role: "dim" }];
  if (isLoading) return [{ text: "counting", role: "dim" }];
  if (!isPlaying) return [{ text: `${playKey} plays`, role: "dim" }];
  return cutsSilence ? [] : [{ text: "with all its silence", role: "dim" }];
}

/** `3:05`, `1:02:09` */
function clockText(span: number): string {
  const seconds = Math.max(0, Math.floor(span / 1_000_000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number: number): string => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A bar of this height is full at least: nine lines. */
const LOW_BAR = 3;

/** How much there is in each stretch; what has been played is bright, and the hand stands where it is. */
function barCells({ cells, hand }: ReplayView, glyphs: Glyphs): readonly ChartCell[] {
  // A burst must not make all else nothing: heights are of square roots.
  const heights = cells.map(({ lines }) => Math.sqrt(lines));
  const top = heights.reduce((most, height) => Math.max(most, height), LOW_BAR);
  const [row = ""] = barRows(heights, { rows: 1, top, steps: glyphs.bars });
  return Array.from(row, (step, column) => {
    if (column === hand) return { text: glyphs.hand, role: "accent" };
    const text = step === " " ? glyphs.rule : step;
    return { text, role: column < hand ? "accent" : step === " " ? "border" : "dim" };
  });
}

function markerCells({ cells, hand }: ReplayView, glyphs: Glyphs): readonly ChartCell[] {
  return cells.map(({ marker }: ReplayCell, column) => {
    if (marker !== undefined) return markerCell(marker, glyphs);
    return column === hand ? { text: glyphs.hand, role: "accent" } : { text: " ", role: "text" };
  });
}

const ERROR = 3;
const WARNING = 4;

function markerCell(marker: ReplayMarker, glyphs: Glyphs): ChartCell {
  switch (marker.kind) {
    case "bookmark":
      return { text: glyphs.mark, role: "mark" };
    case "error":
      return { text: glyphs.levels[ERROR] ?? "!", role: "level.error" };
    case "warning":
      return { text: glyphs.levels[WARNING] ?? "!", role: "level.warning" };
    case "began":
      return { text: glyphs.outcomes.running, role: "accent" };
    case "ended":
      return { text: glyphs.outcomes[marker.result], role: endRole(marker.result) };
  }
}

function endRole(result: (ReplayMarker & { readonly kind: "ended" })["result"]): Role {
  if (result === "succeeded") return "ok";
  return result === "failed" ? "level.error" : "level.warning";
}

function timesLine({ axis }: ReplayView, { zone, columns, glyphs }: ReplayLook): readonly Segment[] {
  const labels = axisLabels({ ...axis, from: micros(axis.from), room: columns - 2 * SCRUB_MARGIN }, zone);
  return fitSegments([{ text: " ".repeat(SCRUB_MARGIN) + labels, role: "time" }], columns, glyphs.ellipsis);
}
