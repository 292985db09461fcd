import type { ReactNode } from "react";
import type { Rect } from "../../../app/stream/frame.js";
import type { State } from "../../../app/state.js";
import { isPrompt, topOverlay } from "../../../app/overlays/stack.js";
import { selectOffer } from "../../../app/kept/restore.js";
import { useSelected } from "../../parts.js";
import { widthOf } from "../../../lib/width.js";
import { Dialog } from "../dialog/dialog.js";
import { DIALOG_MARGIN } from "../dialog/dialog-layout.js";
import { noticeLines, WIDEST_NOTICE } from "./notice-layout.js";

/** Whether to go on where somebody left off: in the upper corner, for the newest lines are at the foot. */
export function Offer({ rect }: { readonly rect: Rect }): ReactNode {
  const offer = useSelected(selectOffer);
  if (offer === undefined) return null;
  const widest = Math.max(widthOf(offer.text), widthOf(offer.hint)) + DIALOG_MARGIN;
  const columns = Math.min(rect.columns, WIDEST_NOTICE, widest);
  const lines = noticeLines([{ id: 0, tone: "info", ...offer }], { columns, footer: 0 });
  return (
    <Dialog title="" note="" lines={lines} columns={columns} place={{ ...rect, column: rect.columns - columns }} />
  );
}

function selectNotices(state: State): {
  readonly notices: State["notices"];
  readonly isTyping: boolean;
} {
  const top = topOverlay(state);
  return { notices: state.notices, isTyping: isPrompt(top) && top.kind !== "palette" };
}

/** What there is to say where the footer has no room for it: it is long, or something is being typed there. */
export function Notice({ rect }: { readonly rect: Rect }): ReactNode {
  const { notices, isTyping } = useSelected(selectNotices);
  const columns = Math.min(rect.columns, WIDEST_NOTICE);
  const lines = noticeLines(notices, { columns, footer: isTyping || rect.rows === 0 ? 0 : rect.columns });
  if (lines.length === 0) return null;
  const place = { row: Math.max(0, rect.row - lines.length - 2), column: rect.columns - columns };
  return <Dialog title="" note="" lines={lines} columns={columns} place={place} />;
}
