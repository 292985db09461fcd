import type { FooterView, Hint } from "../../../app/selectors/footer.js";
import type { Tone } from "../../../app/state.js";
import { visible } from "../../../lib/visible.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs } from "../../glyphs.js";
import { type Segment, segmentsWidth, spread } from "../../segment.js";

/** The footer's line, exactly `columns` wide. Hints that do not fit whole are left out. */
export function footerLine(view: FooterView, columns: number, glyphs: Glyphs): readonly Segment[] {
  const right = rightSegments(view);
  const room = columns - segmentsWidth(right) - 1;
  const left = view.notice === undefined ? hintSegments(view.hints, room) : noticeSegments(view.notice);
  return spread(left, right, columns, glyphs.ellipsis);
}

const TONES: Readonly<Record<Tone, Role>> = { info: "accent", warning: "level.warning", fault: "fault" };

/** What happened, and what can be done about it. */
export function noticeSegments({ tone, text, hint }: NonNullable<FooterView["notice"]>): readonly Segment[] {
  const said: Segment = { text: ` ${visible(text)}`, role: TONES[tone] };
  return hint === undefined ? [said] : [said, { text: `  ${visible(hint)}`, role: "footer" }];
}

function hintSegments(hints: readonly Hint[], room: number): readonly Segment[] {
  const segments: Segment[] = [];
  let width = 0;
  for (const { key, text } of hints) {
    const hint: readonly Segment[] = [
      { text: ` ${key}`, role: "key" },
      { text: ` ${text} `, role: "footer" },
    ];
    const needed = segmentsWidth(hint);
    if (width + needed > room) break;
    segments.push(...hint);
    width += needed;
  }
  return segments;
}

function rightSegments({ pending, position }: FooterView): readonly Segment[] {
  const segments: Segment[] = [];
  if (pending !== "") segments.push({ text: ` ${pending} `, role: "key" });
  if (position !== "") segments.push({ text: ` ${position} `, role: "dim" });
  return segments;
}
