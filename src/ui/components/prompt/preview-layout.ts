import { labelOf, shortName } from "../../../app/stream/label.js";
import type { LogEntry } from "../../../core/entry.js";
import { levelNumber } from "../../../core/level.js";
import { visible, visibleAscii, visibleLine } from "../../../lib/visible.js";
import { cutToWidth, padToWidth } from "../../../lib/width.js";
import type { Glyphs } from "../../glyphs.js";
import { fitSegments, type Segment } from "../../segment.js";
import { timeText, type ZoneOffset } from "../../time-text.js";
import { type Finder, highlighted } from "../../views/stream/highlight.js";
import { levelRole } from "../../views/stream/row.js";

const LABEL_COLUMNS = 14;
const TIME_COLUMNS = 8;

/** An entry in one short line, exactly `columns` wide: time, level, label and as much of the message as fits. */
export function previewLine(
  entry: LogEntry,
  columns: number,
  look: { readonly glyphs: Glyphs; readonly ascii: boolean; readonly zone: ZoneOffset },
  find: Finder,
): readonly Segment[] {
  const { glyphs, ascii, zone } = look;
  const show = ascii ? visibleAscii : visible;
  const label = padToWidth(cutToWidth(show(shortName(labelOf(entry))), LABEL_COLUMNS, glyphs.ellipsis), LABEL_COLUMNS);
  const line = visibleLine((entry.message.split("\n", 1)[0] ?? "").slice(0, columns * 4));
  const message = highlighted(line, "text", [{ role: "match", find }]).map((segment) =>
    ascii ? { ...segment, text: visibleAscii(segment.text) } : segment,
  );
  const head: readonly Segment[] = [
    { text: `${timeText(entry.at, zone, { width: TIME_COLUMNS, newDay: false })} `, role: "time" },
    { text: `${glyphs.levels[levelNumber(entry.level)] ?? " "} `, role: levelRole(entry.level) },
    { text: `${label} `, role: entry.unit === undefined ? "source" : "unit" },
  ];
  return fitSegments([...head, ...message], columns, glyphs.ellipsis);
}
