import type { DetailView } from "../../../app/selectors/overlays.js";
import { labelOf, shortName } from "../../../app/stream/label.js";
import type { DetailItem } from "../../../app/overlays/detail.js";
import type { LogEntry } from "../../../core/entry.js";
import { addressOf, type LinkSpan } from "../../../core/links/link.js";
import { levelNumber } from "../../../core/level.js";
import { visible, visibleAscii } from "../../../lib/visible.js";
import { cutToWidth, padToWidth, widthOf } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs } from "../../glyphs.js";
import { fitSegments, type Segment, segmentsWidth } from "../../segment.js";
import { fullTime, timeText, type ZoneOffset } from "../../time-text.js";
import { levelRole } from "../../views/stream/row.js";

export type DetailLook = {
  readonly glyphs: Glyphs;
  readonly ascii: boolean;
  readonly links: boolean;
  readonly zone: ZoneOffset;
};

/** Below this many cells names and neighbours take less room. */
const ROOMY = 60;
const LABEL_COLUMNS = 12;

function nameColumns(columns: number): number {
  return columns < ROOMY ? 11 : 16;
}

/** One line of the panel; at most `columns` wide. */
export function detailLine(item: DetailItem, columns: number, look: DetailLook): readonly Segment[] {
  const shown = (text: string): string => (look.ascii ? visibleAscii(text) : text);
  const cut = (text: string, width: number): string =>
    cutToWidth(shown(text), Math.max(0, width), look.glyphs.ellipsis);
  const names = nameColumns(columns);
  switch (item.kind) {
    case "heading":
      return headingLine(item.text, columns, look.glyphs);
    case "time": {
      const note = item.note === undefined ? "" : `  ${item.note}`;
      return [
        ...nameSegments("time", names),
        { text: cut(fullTime(item.at, look.zone), columns - names), role: "time" },
        ...noteSegments(cut(note, columns - names - FULL_TIME_COLUMNS)),
      ];
    }
    case "field": {
      const role = item.query === undefined ? "dim" : "text";
      const value = linkedSegments(item.value, item.links, role, look);
      return [...nameSegments(shown(item.name), names), ...cutSegments(value, columns - names, look.glyphs)];
    }
    case "text":
      return cutSegments(linkedSegments(item.text, item.links, "text", look), columns, look.glyphs);
    case "missing":
      return [{ text: cut(`  ${item.text}`, columns), role: "gap" }];
    case "neighbour":
      return neighbourLine(item.entry, item.isSelf, columns, look);
  }
}

/** The text with what it names, apart from units and processes, in a look of its own. */
function linkedSegments(
  text: string,
  links: readonly LinkSpan[],
  role: Role,
  { ascii, links: areShown }: DetailLook,
): readonly Segment[] {
  const shown = ascii ? visibleAscii : visible;
  const segments: Segment[] = [];
  let from = 0;
  for (const { start, end, link } of links) {
    const isPlain = link.kind === "unit" || link.kind === "pid";
    const href = areShown ? addressOf(link) : undefined;
    segments.push({ text: shown(text.slice(from, start)), role });
    const name = { text: shown(text.slice(start, end)), role: isPlain ? role : "accent" } as const;
    segments.push(href === undefined ? name : { ...name, href });
    from = end;
  }
  return [...segments, { text: shown(text.slice(from)), role }].filter((segment) => segment.text !== "");
}

function cutSegments(segments: readonly Segment[], width: number, { ellipsis }: Glyphs): readonly Segment[] {
  return segmentsWidth(segments) <= width ? segments : fitSegments(segments, Math.max(0, width), ellipsis);
}

const FULL_TIME_COLUMNS = 37;

/** The line above the panel's contents: what it is about, and where in it one is. */
export function detailTitle(view: DetailView, columns: number, glyphs: Glyphs): readonly Segment[] {
  const { overlay, items, area } = view;
  const isLong = items.length > area.rows;
  const place = isLong ? ` ${overlay.selected + 1} of ${items.length} ` : "";
  const title = ` ${visible(labelOf(overlay.entry))}, line ${overlay.entry.line} `;
  const rest = Math.max(0, columns - widthOf(title) - widthOf(place) - 2);
  return fitSegments(
    [
      { text: glyphs.rule, role: "border" },
      { text: title, role: view.hasFocus ? "accent" : "dim" },
      { text: glyphs.rule.repeat(rest), role: "border" },
      { text: place, role: "dim" },
      { text: glyphs.rule, role: "border" },
    ],
    columns,
    glyphs.ellipsis,
  );
}

function headingLine(text: string, columns: number, glyphs: Glyphs): readonly Segment[] {
  const rest = Math.max(0, columns - text.length - 1);
  return [
    { text: `${text} `, role: "accent" },
    { text: glyphs.rule.repeat(rest), role: "border" },
  ];
}

function nameSegments(name: string, columns: number): readonly Segment[] {
  return [{ text: padToWidth(cutToWidth(name, columns - 1), columns), role: "key" }];
}

function noteSegments(note: string): readonly Segment[] {
  return note.trim() === "" ? [] : [{ text: note, role: "gap" }];
}

function neighbourLine(entry: LogEntry, isSelf: boolean, columns: number, look: DetailLook): readonly Segment[] {
  const { glyphs } = look;
  const isRoomy = columns >= ROOMY;
  const time = timeText(entry.at, look.zone, { width: isRoomy ? 12 : 8, newDay: false });
  const show = look.ascii ? visibleAscii : visible;
  const name = cutToWidth(show(shortName(labelOf(entry))), LABEL_COLUMNS, glyphs.ellipsis);
  const label = isRoomy ? padToWidth(name, LABEL_COLUMNS) : name;
  const message = show(entry.message.split("\n", 1)[0] ?? "");
  return [
    { text: isSelf ? `${glyphs.selected} ` : "  ", role: "accent" },
    { text: `${time} `, role: "time" },
    { text: `${glyphs.levels[levelNumber(entry.level)] ?? " "} `, role: levelRole(entry.level) },
    { text: `${label} `, role: "unit" },
    {
      text: cutToWidth(message, Math.max(0, columns - time.length - 6 - widthOf(label)), glyphs.ellipsis),
      role: isSelf ? "text" : "dim",
    },
  ];
}
