import type { FooterView, Hint } from "../../../app/selectors/footer.js";
import { visible } from "../../../lib/visible.js";
import type { Glyphs } from "../../glyphs.js";
import { TONE_ROLES } from "../notice/notice-layout.js";
import { type Segment, segmentsWidth, spread } from "../../segment.js";

/** The footer's line, exactly `columns` wide. Hints that do not fit whole are left out. */
export function footerLine(view: FooterView, columns: number, glyphs: Glyphs): readonly Segment[] {
  const right = rightSegments(view);
  const room = columns - segmentsWidth(right) - 1;
  const left = view.notice === undefined ? hintSegments(view.hints, room) : noticeSegments(view.notice);
  return spread(left, right, columns, glyphs.ellipsis);
}

/** What happened, and what can be done about it. */
function noticeSegments({ tone, text, hint }: NonNullable<FooterView["notice"]>): readonly Segment[] {
  const said: Segment = { text: ` ${visible(text)}`, role: TONE_ROLES[tone] };
  return hint === undefined ? [said] : [said, { text: `  ${visible(hint)}`, role: "footer" }];
}

/** As many hints as fit; the key for help is always among them, since it leads to all others. */
function hintSegments(hints: readonly Hint[], room: number): readonly Segment[] {
  const help = hints.filter(({ command }) => command === "help");
  const last = help.flatMap(hintParts);
  const segments: Segment[] = [];
  let width = segmentsWidth(last);
  for (const hint of hints) {
    if (hint.command === "help") continue;
    const parts = hintParts(hint);
    width += segmentsWidth(parts);
    if (width > room) break;
    segments.push(...parts);
  }
  return [...segments, ...last];
}

function hintParts({ key, text }: Hint): readonly Segment[] {
  return [
    { text: ` ${key}`, role: "key" },
    { text: ` ${text} `, role: "footer" },
  ];
}

function rightSegments({ pending, position }: FooterView): readonly Segment[] {
  const segments: Segment[] = [];
  if (pending !== "") segments.push({ text: ` ${pending} `, role: "key" });
  if (position !== "") segments.push({ text: ` ${position} `, role: "dim" });
  return segments;
}
