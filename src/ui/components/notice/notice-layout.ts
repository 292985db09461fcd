import type { Notice, Tone } from "../../../app/state.js";
import { visible } from "../../../lib/visible.js";
import { widthOf, wrapToWidth } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import type { Segment } from "../../segment.js";
import { DIALOG_MARGIN } from "../dialog/dialog-layout.js";

export const TONE_ROLES: Readonly<Record<Tone, Role>> = { info: "accent", warning: "level.warning", fault: "fault" };
export const WIDEST_NOTICE = 76;

/** Cells of the footer that notices leave to the position. */
const FOOTER_REST = 10;

/** The notices' lines for a dialog of so many columns; none when the footer has room for the only one there is. */
export function noticeLines(
  notices: readonly Notice[],
  room: { readonly columns: number; readonly footer: number },
): readonly (readonly Segment[])[] {
  const [only] = notices;
  if (only === undefined) return [];
  const needed = widthOf(visible(only.text)) + widthOf(visible(only.hint ?? "")) + 3;
  if (notices.length === 1 && needed <= room.footer - FOOTER_REST) return [];
  const inner = Math.max(1, room.columns - DIALOG_MARGIN);
  return notices.flatMap(({ tone, text, hint }) => [
    ...wrapToWidth(visible(text), inner).map((line): readonly Segment[] => [{ text: line, role: TONE_ROLES[tone] }]),
    ...wrapToWidth(visible(hint ?? ""), inner)
      .filter((line) => line !== "")
      .map((line): readonly Segment[] => [{ text: line, role: "dim" }]),
  ]);
}
