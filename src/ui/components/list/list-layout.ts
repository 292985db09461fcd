import { gapCount } from "../../../core/truth.js";
import { gapPhrases, notePhrases } from "../../../core/truth-words.js";
import { PART_WORDS } from "../../../app/looks/layout.js";
import { filterParts, savedParts } from "./filter-layout.js";
import { type Link, wordsOf } from "../../../core/links/link.js";
import type { ListKind } from "../../../app/overlay.js";
import type { ListRow } from "../../../app/overlays/list.js";
import type { SourceStatus } from "../../../core/ports.js";
import { counted } from "../../../lib/counted.js";
import { visible } from "../../../lib/visible.js";
import { cutToWidth, padToWidth, wrapToWidth } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import { type Glyphs } from "../../glyphs.js";
import { countOf, durationText, short } from "../../number-text.js";
import { fitSegments, type Segment, spread } from "../../segment.js";
import { timeText, type ZoneOffset } from "../../time-text.js";
import { levelRole } from "../../views/stream/row.js";
import { levelNumber } from "../../../core/level.js";

/** One row of a list to choose from, exactly `columns` wide. */
export function listLine(row: ListRow, isSelected: boolean, columns: number, glyphs: Glyphs): readonly Segment[] {
  if (row.kind === "heading") return fitSegments([{ text: row.text, role: "dim" }], columns, glyphs.ellipsis);
  const pointer: Segment = { text: isSelected ? `${glyphs.selected} ` : "  ", role: "accent" };
  const [left, right] = partsOf(row, glyphs);
  return spread([pointer, ...left], right, columns, glyphs.ellipsis);
}

const NARROW: ReadonlySet<ListKind> = new Set(["levels", "themes", "layouts"]);

/** How wide the list is at most: names are short words, filters and sources are not. */
export function listColumns(list: ListKind, most: number): number {
  return Math.min(most, NARROW.has(list) ? 36 : list === "parts" ? 60 : 88);
}

/** What the source says of itself in full words, for the lines below the list of sources. */
export function sourceDetailLines(
  { fault, truth, worstLagMs }: SourceStatus,
  zone: ZoneOffset,
  columns: number,
): readonly (readonly Segment[])[] {
  const lines: Segment[] = [];
  if (fault !== undefined)
    lines.push({ text: visible(fault.message), role: "fault" }, { text: visible(fault.hint), role: "dim" });
  for (const phrase of gapPhrases(truth)) lines.push({ text: phrase, role: "level.warning" });
  for (const phrase of notePhrases(truth)) lines.push({ text: phrase, role: "dim" });
  if (worstLagMs !== undefined)
    lines.push({ text: `at most ${durationText(worstLagMs)} late in the last minute`, role: "dim" });
  const { lastError } = truth;
  if (lastError !== undefined && lastError.message !== fault?.message) {
    const when = timeText(lastError.at, zone, { width: 15, newDay: false });
    lines.push({ text: `${when}: ${visible(lastError.message)}`, role: "dim" });
  }
  return lines.flatMap(({ text, role }) => wrapToWidth(text, columns).map((line) => [{ text: line, role }]));
}

export type Parts = readonly [left: readonly Segment[], right: readonly Segment[]];

function partsOf(row: ListRow, glyphs: Glyphs): Parts {
  switch (row.kind) {
    case "heading":
      return [[], []];
    case "filter":
      return filterParts(row, glyphs);
    case "saved":
      return savedParts(row, glyphs);
    case "level":
      return [
        [
          { text: `${glyphs.levels[levelNumber(row.level)] ?? " "} `, role: levelRole(row.level) },
          { text: row.level === undefined ? "all levels" : `${row.level} and worse`, role: "text" },
        ],
        current(row.isCurrent),
      ];
    case "source":
      return sourceParts(row.status, glyphs);
    case "link":
      return [[{ text: wordsOf(row.link), role: "text" }], [{ text: LINK_WORDS[row.link.kind], role: "dim" }]];
    case "file-there":
      return [[{ text: FILE_WORDS[row.choice], role: "text" }], []];
    case "layout":
      return [
        [
          { text: visible(row.name), role: "text" },
          { text: row.isOwn ? "  yours" : "", role: "dim" },
        ],
        current(row.isCurrent),
      ];
    case "part":
      return [
        [
          { text: padToWidth(row.part, 8), role: "key" },
          { text: PART_WORDS[row.part], role: "dim" },
        ],
        [{ text: `  ${row.value} `, role: "accent" }],
      ];
    case "theme":
      return [[{ text: visible(row.name), role: "text" }], current(row.isCurrent)];
  }
}

/** What choosing it does. */
const LINK_WORDS: Readonly<Record<Link["kind"], string>> = {
  url: "opens on the desktop",
  file: "opens in the editor",
  "store-path": "is copied",
  unit: "shows its lines only",
  pid: "shows its lines only",
  manual: "shows the manual",
};

const FILE_WORDS = {
  leave: "leave it as it is",
  append: "add the lines to its end",
  replace: "put the lines in place of what it holds",
} as const;

function sourceParts(status: SourceStatus, glyphs: Glyphs): Parts {
  const isFailed = status.state === "failed";
  const role: Role = isFailed ? "fault" : status.state === "following" || status.state === "shared" ? "ok" : "dim";
  const progress = status.progress === undefined ? "" : ` ${Math.floor(status.progress * 100)}%`;
  const lag = status.lagMs === undefined ? "" : `  ${durationText(status.lagMs)}`;
  const rate = status.entriesPerSecond < 0.1 ? "" : `  ${short(status.entriesPerSecond)}/s`;
  const gaps = gapCount(status.truth) === 0 ? "" : `  ${countOf(gapCount(status.truth), "gap")}`;
  return [
    [
      { text: `${glyphs.states[status.state]} `, role },
      { text: padToWidth(cutToWidth(visible(status.label), 28, glyphs.ellipsis), 29), role: "text" },
      { text: `${stateWords(status)}${progress}`, role: isFailed ? "fault" : "dim" },
      { text: gaps, role: "level.warning" },
    ],
    [{ text: `${rate}${lag}  ${counted(status.entries)} `, role: "dim" }],
  ];
}

/** A state that somebody wants the reason of comes with it. */
function stateWords({ state, fault, holder }: SourceStatus): string {
  if (fault !== undefined) return `${state === "failed" ? "" : `${state}: `}${visible(fault.message)}`;
  if (state !== "shared" || holder === undefined) return state;
  return `by ${holder.pid === undefined ? "" : `process ${holder.pid}, `}${visible(holder.command)}`;
}

function current(isCurrent: boolean): readonly Segment[] {
  return isCurrent ? [{ text: " now ", role: "accent" }] : [];
}
