import type { TextInput } from "../../../app/overlay.js";
import { visible } from "../../../lib/visible.js";
import { sliceColumns, widthOf } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs } from "../../glyphs.js";
import { fitSegments, type Segment } from "../../segment.js";

export type PromptModel = {
  /** What stands before the text, blanks included. */
  readonly label: string;
  readonly input: TextInput;
  readonly role: Role;
  /** Behind the text: what could be added to it. */
  readonly ghost?: string;
  /** At the right, as far as there is room: matches, a fault. */
  readonly note: string;
  readonly noteRole: Role;
};

export type PromptLine = {
  readonly segments: readonly Segment[];
  /** Column of the terminal's cursor. */
  readonly caret: number;
};

/** Cells after the caret that stay in sight. */
const AHEAD = 4;

/** The line one types in, exactly `columns` wide; a long text is moved so that the caret is seen. */
export function promptLine(model: PromptModel, columns: number, glyphs: Glyphs): PromptLine {
  const { label } = model;
  const note = model.note === "" ? "" : ` ${model.note} `;
  const before = visible(model.input.text.slice(0, model.input.caret));
  const text = before + visible(model.input.text.slice(model.input.caret));
  const all = columns - widthOf(label);
  const withNote = all - widthOf(note);
  const isNoteShown = withNote >= Math.max(AHEAD + 1, Math.min(widthOf(text) + 1, all / 2));
  const room = Math.max(1, isNoteShown ? withNote : all);
  const caret = widthOf(before);
  const shift = widthOf(text) < room ? 0 : Math.max(0, caret + AHEAD - room);
  const shown = sliceColumns(text, shift, shift + room);
  const field = fitSegments(
    [
      { text: shift > 0 ? glyphs.cutLeft + sliceColumns(shown, 1, room) : shown, role: model.role },
      { text: sliceColumns(visible(model.ghost ?? ""), 0, Math.max(0, room - widthOf(shown))), role: "dim" },
    ],
    room,
    "",
  );
  const right: readonly Segment[] = isNoteShown && note !== "" ? [{ text: note, role: model.noteRole }] : [];
  return {
    segments: [{ text: label, role: "key" }, ...field, ...right],
    caret: widthOf(label) + caret - shift,
  };
}
