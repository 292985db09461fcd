import { type Sign, SIGNS } from "../../../app/overlays/signs.js";
import type { KeySection } from "../../../app/keys/table.js";
import { cutToWidth, padToWidth } from "../../../lib/width.js";
import type { Glyphs } from "../../glyphs.js";
import type { Segment } from "../../segment.js";

const KEY_COLUMNS = 26;
const COMMAND_COLUMNS = 18;

/** The help's lines, at most `columns` wide: a blank one between sections, and what the signs mean at the end. */
export function helpLines(
  sections: readonly KeySection[],
  columns: number,
  glyphs: Glyphs,
): readonly (readonly Segment[])[] {
  const legend: readonly (readonly Segment[])[] = [
    [{ text: "Signs", role: "accent" }],
    ...SIGNS.map(({ sign, meaning }) => [
      keyCell(signText(sign, glyphs), glyphs),
      { text: cutToWidth(meaning, columns - KEY_COLUMNS, glyphs.ellipsis), role: "text" } as const,
    ]),
  ];
  return [...sections.flatMap((section) => [...sectionLines(section, columns, glyphs), []]), ...legend];
}

function keyCell(text: string, glyphs: Glyphs): Segment {
  return {
    text: `  ${padToWidth(cutToWidth(text, KEY_COLUMNS - 3, glyphs.ellipsis), KEY_COLUMNS - 2)}`,
    role: "key",
  };
}

function signText(sign: Sign, glyphs: Glyphs): string {
  const { levels, guessed, states } = glyphs;
  const signs: Readonly<Record<Sign, readonly (string | undefined)[]>> = {
    levels: levels.slice(3, 7),
    grave: levels.slice(0, 3),
    guessed: [...guessed.slice(3, 5), "err~"],
    inherited: ["~"],
    future: ["!"],
    mark: [glyphs.mark],
    cut: [glyphs.cutLeft, glyphs.ellipsis],
    bar: [glyphs.trackSome, glyphs.trackMany],
    hit: [glyphs.hit],
    sources: [states.starting, states.loading, states.following, states.ended],
    trouble: [states.failed, states.shared],
  };
  return signs[sign].join("  ");
}

function sectionLines(section: KeySection, columns: number, glyphs: Glyphs): readonly (readonly Segment[])[] {
  const isRoomy = columns >= KEY_COLUMNS + COMMAND_COLUMNS + 40;
  const room = columns - KEY_COLUMNS - (isRoomy ? COMMAND_COLUMNS : 0);
  const rows = section.rows.map(({ keys, summary, command }): readonly Segment[] => [
    keyCell(keys.join("  "), glyphs),
    { text: padToWidth(cutToWidth(summary, room - 1, glyphs.ellipsis), room), role: "text" },
    ...(isRoomy ? [{ text: `:${command}`, role: "dim" } as const] : []),
  ]);
  return [[{ text: section.title, role: "accent" }], ...rows];
}
