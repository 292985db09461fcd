import type { FilterListRow } from "../../../app/overlays/filter-rows.js";
import type { SampleView } from "../../../app/selectors/overlays.js";
import { counted } from "../../../lib/counted.js";
import { visible } from "../../../lib/visible.js";
import { cutToWidth, padToWidth } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs } from "../../glyphs.js";
import type { Parts as Look } from "../../parts.js";
import { fitSegments, type Segment } from "../../segment.js";
import { previewLine } from "../prompt/preview-layout.js";
import type { Parts } from "./list-layout.js";

const FILTER_WORDS = { include: "show only", exclude: "hide", level: "level", query: "query" } as const;

/** What is filtered by: on or off, what it does, its words; at the right how many lines match. */
export function filterParts(row: Extract<FilterListRow, { readonly kind: "filter" }>, glyphs: Glyphs): Parts {
  const role: Role = row.enabled ? "text" : "dim";
  const hits = row.part.kind === "filter" ? (row.hits === undefined ? glyphs.ellipsis : counted(row.hits)) : "";
  return [
    [
      { text: `[${row.enabled ? glyphs.check : " "}] `, role: row.enabled ? "ok" : "dim" },
      {
        text: padToWidth(FILTER_WORDS[row.mode], 10),
        role: row.mode === "exclude" && row.enabled ? "level.warning" : "dim",
      },
      { text: visible(row.text), role },
    ],
    [{ text: `  ${hits} `, role: "dim" }],
  ];
}

/** One that can be called by name: its number, name, words and tags; at the right how many lines match. */
export function savedParts(
  { row, number, isOn }: Extract<FilterListRow, { readonly kind: "saved" }>,
  glyphs: Glyphs,
): Parts {
  const { filter, fault } = row;
  const tags = filter.tags.map((tag) => ` #${visible(tag)}`).join("");
  const hits = fault === undefined ? (row.hits === undefined ? glyphs.ellipsis : counted(row.hits)) : "cannot be read";
  return [
    [
      { text: `[${isOn ? glyphs.check : " "}] `, role: isOn ? "ok" : "dim" },
      { text: `${number ?? " "} `, role: "key" },
      {
        text: padToWidth(cutToWidth(visible(filter.name), NAME_COLUMNS, glyphs.ellipsis), NAME_COLUMNS + 1),
        role: "text",
      },
      { text: visible(filter.query), role: "dim" },
    ],
    [
      { text: tags, role: "accent" },
      { text: `  ${hits} `, role: fault === undefined ? "dim" : "fault" },
    ],
  ];
}

const NAME_COLUMNS = 16;

/** Below the list, always as many lines: what the selected one asks for, and the newest lines that it matches. */
export function sampleLines(
  { entries, text, about, fault }: SampleView,
  shape: { readonly columns: number; readonly rows: number },
  look: Pick<Look, "glyphs" | "ascii" | "zone">,
): readonly (readonly Segment[])[] {
  if (shape.rows <= 0) return [];
  const { glyphs } = look;
  const words = about === "" ? "" : `   ${visible(about)}`;
  const head: readonly Segment[] = [
    { text: visible(text), role: "text" },
    { text: words, role: "dim" },
  ];
  const line = (segments: readonly Segment[]): readonly Segment[] =>
    fitSegments(segments, shape.columns, glyphs.ellipsis);
  const said = (words: string, role: Role): readonly (readonly Segment[])[] => [line([{ text: words, role }])];
  const below =
    fault === undefined
      ? entries === undefined
        ? said(`looking for lines ${glyphs.ellipsis}`, "dim")
        : entries.length === 0
          ? said("no line matches", "dim")
          : entries.slice(-(shape.rows - 2)).map((entry) => previewLine(entry, shape.columns, look, () => []))
      : said(visible(fault), "fault");
  const blank = Array.from({ length: Math.max(0, shape.rows - 2 - below.length) }, (): readonly Segment[] => []);
  const rule: readonly Segment[] = [{ text: glyphs.rule.repeat(shape.columns), role: "border" }];
  return [rule, line(head), ...below.slice(0, Math.max(0, shape.rows - 2)), ...blank];
}
