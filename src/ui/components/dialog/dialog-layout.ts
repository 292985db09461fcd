import type { Glyphs } from "../../glyphs.js";
import { fitSegments, type Segment, segmentsWidth } from "../../segment.js";

export type Place = { readonly row: number; readonly column: number };
export type Extent = { readonly columns: number; readonly rows: number };

/** What a dialog shows; its lines are cut or filled to its inner width. */
export type DialogContent = {
  readonly title: string;
  /** At the right of the lower border: what can be done, or where one is. */
  readonly note: string;
  readonly lines: readonly (readonly Segment[])[];
};

/** A line and the border on its sides: what lies under a selected line does not lie under the border. */
export type FramedLine = {
  readonly before: readonly Segment[];
  readonly inside: readonly Segment[];
  readonly after: readonly Segment[];
};

/** Border and one blank on each side. */
export const DIALOG_MARGIN = 4;

/** The dialog's lines with a border around them, each exactly `columns` wide. */
export function framed(content: DialogContent, columns: number, glyphs: Glyphs): readonly FramedLine[] {
  const inner = Math.max(0, columns - DIALOG_MARGIN);
  const side: Segment = { text: glyphs.vertical, role: "border" };
  const blank: Segment = { text: " ", role: "text" };
  const { corners } = glyphs;
  const title = content.title === "" ? [] : [{ text: ` ${content.title} `, role: "accent" } as const];
  const note = content.note === "" ? [] : [{ text: ` ${content.note} `, role: "dim" } as const];
  return [
    { before: edge(title, { columns, corners: corners.top, isRight: false }, glyphs), inside: [], after: [] },
    ...content.lines.map((line) => ({
      before: [side],
      inside: [blank, ...fitSegments(line, inner, glyphs.ellipsis), blank],
      after: [side],
    })),
    { before: edge(note, { columns, corners: corners.bottom, isRight: true }, glyphs), inside: [], after: [] },
  ];
}

/** A dialog that nearly fills the width fills it: slivers of what is below would only confuse. */
export function dialogWidth(inner: number, size: Extent): number {
  const columns = inner + DIALOG_MARGIN;
  return columns + SLIVER >= size.columns ? size.columns : columns;
}

const SLIVER = 12;

/** In the middle, a little above it. */
export function centred(size: Extent, within: Extent): Place {
  return {
    row: Math.max(0, Math.floor((within.rows - size.rows) * 0.4)),
    column: Math.max(0, Math.floor((within.columns - size.columns) / 2)),
  };
}

/** The first line to show so that the selected one is seen, with the list filling the rows. */
export function scrollTo(selected: number, count: number, rows: number): number {
  const middle = selected - Math.floor(rows / 2);
  return Math.max(0, Math.min(middle, count - rows));
}

function edge(
  text: readonly Segment[],
  shape: { readonly columns: number; readonly corners: readonly [string, string]; readonly isRight: boolean },
  glyphs: Glyphs,
): readonly Segment[] {
  const inner = Math.max(0, shape.columns - 2);
  const shown = segmentsWidth(text) + 1 > inner ? [] : text;
  const rest = inner - segmentsWidth(shown) - (shown.length > 0 ? 1 : 0);
  const short: Segment = { text: shown.length > 0 ? glyphs.rule : "", role: "border" };
  const long: Segment = { text: glyphs.rule.repeat(rest), role: "border" };
  const [left, right] = shape.corners;
  const middle = shape.isRight ? [long, ...shown, short] : [short, ...shown, long];
  return [{ text: left, role: "border" }, ...middle, { text: right, role: "border" }];
}
