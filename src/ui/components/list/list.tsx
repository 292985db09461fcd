import type { ReactNode } from "react";
import { dialogColumns, dialogRows } from "../../../app/overlays/help.js";
import { type ListView, selectList } from "../../../app/selectors/overlays.js";
import { useParts, useSelected } from "../../parts.js";
import type { Segment } from "../../segment.js";
import type { ZoneOffset } from "../../time-text.js";
import { Dialog } from "../dialog/dialog.js";
import { centred, DIALOG_MARGIN, dialogWidth, scrollTo } from "../dialog/dialog-layout.js";
import { sampleLines } from "./filter-layout.js";
import { listColumns, listLine, sourceDetailLines } from "./list-layout.js";

/** A list to choose from: filters, levels, sources, themes. */
export function List(): ReactNode {
  const parts = useParts();
  const { glyphs, zone } = parts;
  const view = useSelected(selectList);
  const size = useSelected((state) => state.size);
  const most = useSelected(dialogColumns);
  const room = useSelected(dialogRows);
  if (view === undefined) return null;
  const columns = dialogWidth(listColumns(view.list, most), size);
  const inner = columns - DIALOG_MARGIN;
  const below =
    view.sample === undefined
      ? detailsBelow(view, zone, inner)
      : sampleLines(view.sample, { columns: inner, rows: sampleRows(room) }, parts);
  const rows = Math.max(1, Math.min(view.rows.length, room - below.length));
  const first = scrollTo(view.selected, view.rows.length, rows);
  const lines: readonly (readonly Segment[])[] =
    view.rows.length === 0
      ? [[{ text: view.empty, role: "dim" }]]
      : view.rows
          .slice(first, first + rows)
          .map((row, index) => listLine(row, first + index === view.selected, inner, glyphs));
  const place = centred({ columns, rows: lines.length + below.length + 2 }, size);
  const note = view.rows.length > rows ? `${view.selected + 1} of ${view.rows.length}` : "";
  const selected = view.rows.length === 0 ? {} : { selected: view.selected - first };
  return (
    <Dialog title={view.title} note={note} lines={[...lines, ...below]} columns={columns} place={place} {...selected} />
  );
}

/** A list without lines of the log is of more use than lines without a list. */
function sampleRows(room: number): number {
  return room >= 16 ? 7 : room >= 9 ? 4 : 0;
}

/** How far the selected source can be believed, why it is in trouble, and what mends it. */
function detailsBelow(view: ListView, zone: ZoneOffset, columns: number): readonly (readonly Segment[])[] {
  const row = view.rows[view.selected];
  if (row?.kind !== "source") return [];
  const lines = sourceDetailLines(row.status, zone, columns);
  return lines.length === 0 ? [] : [[], ...lines];
}
