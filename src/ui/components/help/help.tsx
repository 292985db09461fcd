import type { ReactNode } from "react";
import { dialogColumns } from "../../../app/overlays/help.js";
import { selectHelp } from "../../../app/selectors/overlays.js";
import { useParts, useSelected } from "../../parts.js";
import { Dialog } from "../dialog/dialog.js";
import { centred, DIALOG_MARGIN, dialogWidth } from "../dialog/dialog-layout.js";
import { helpLines } from "./help-layout.js";

/** Every key and what it does, from the tables the program runs by. */
export function Help(): ReactNode {
  const { glyphs } = useParts();
  const view = useSelected(selectHelp);
  const size = useSelected((state) => state.size);
  const most = useSelected(dialogColumns);
  if (view === undefined) return null;
  const columns = dialogWidth(most, size);
  const lines = helpLines(view.sections, columns - DIALOG_MARGIN, glyphs);
  const shown = lines.slice(view.scroll, view.scroll + view.rows);
  const place = centred({ columns, rows: shown.length + 2 }, size);
  const last = view.scroll + shown.length;
  const note =
    lines.length > shown.length ? `${view.scroll + 1}${glyphs.range}${last} of ${lines.length}, signs at the end` : "";
  return <Dialog title="Keys and signs" note={note} lines={shown} columns={columns} place={place} />;
}
