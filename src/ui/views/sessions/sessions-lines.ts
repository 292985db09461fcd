import type { SessionRow, SessionsView } from "../../../app/selectors/sessions.js";
import type { PanelLook, PanelPiece, PanelRow } from "../../../app/views/sessions/panel-row.js";
import { padToWidth, cutToWidth } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import type { Glyphs, OutcomeSign } from "../../glyphs.js";
import { countOf } from "../../number-text.js";
import { fitSegments, type Segment, segmentsWidth, spread } from "../../segment.js";
import { fullTime, timeText, type ZoneOffset } from "../../time-text.js";

export type SessionsLook = { readonly glyphs: Glyphs; readonly zone: ZoneOffset; readonly columns: number };

const ROLES: Readonly<Record<PanelLook | "fetch", Role>> = {
  failed: "fault",
  running: "accent",
  waiting: "level.warning",
  planned: "dim",
  done: "ok",
  succeeded: "ok",
  interrupted: "level.warning",
  unknown: "level.warning",
  fetch: "accent",
  heading: "accent",
  text: "text",
  dim: "dim",
  unit: "unit",
  time: "time",
  bytes: "dim",
  phase: "category.build",
};

/** From this width on there is room for the generation and the kind. */
const WIDE = 100;
/** Below it what failed is told by the panel alone. */
const LEAST_FOR_OUTCOME = 72;

/** Line `index` of the view: a title, the list, a rule, the panel. */
export function sessionsLine(view: SessionsView, index: number, look: SessionsLook): readonly Segment[] {
  const { area, rows, panel } = view;
  if (view.count === 0) return emptyLine(view, index);
  if (index === 0) return titleLine(view, look);
  const session = rows[index - 1];
  if (index <= area.list)
    return session === undefined ? [] : listLine(session, index - 1 === view.selected, view, look);
  if (index === area.list + 1) return ruleLine(view, look);
  const at = index - area.list - 2;
  const row = panel[at];
  return row === undefined ? [] : panelLine(row, view.pane === "panel" && at === view.panelRow, look);
}

const EMPTY_LINES: readonly (readonly Segment[])[] = [
  [{ text: "   No session is recorded yet", role: "accent" }],
  [],
  [{ text: "   A session is a command or a rebuild, with its output,", role: "text" }],
  [{ text: "   what it built, the units it touched, and how it ended.", role: "text" }],
  [],
  [
    { text: "   logstream rebuild switch ", role: "key" },
    { text: "  runs nixos-rebuild and records it", role: "dim" },
  ],
  [
    { text: "   logstream run -- COMMAND ", role: "key" },
    { text: "  records any command", role: "dim" },
  ],
  [],
  [{ text: "   A rebuild that something else starts is noticed", role: "dim" }],
  [{ text: "   while this machine's journal is collected.", role: "dim" }],
];

function emptyLine({ isLoading }: SessionsView, index: number): readonly Segment[] {
  if (isLoading) return index === 2 ? [{ text: "   reading…", role: "dim" }] : [];
  return EMPTY_LINES[index - 1] ?? [];
}

function titleLine({ count, pane, other }: SessionsView, { columns, glyphs }: SessionsLook): readonly Segment[] {
  const hint: readonly Segment[] =
    other === undefined
      ? []
      : [
          { text: other.key, role: "key" },
          { text: pane === "list" ? " into the build " : " back to the list ", role: "dim" },
        ];
  return spread([{ text: ` ${countOf(count, "session")}`, role: "accent" }], hint, columns, glyphs.ellipsis);
}

function listLine(
  row: SessionRow,
  isSelected: boolean,
  { pane }: SessionsView,
  { glyphs, zone, columns }: SessionsLook,
): readonly Segment[] {
  const role = ROLES[row.result];
  const cell = (text: string, width: number, own: Role): Segment => ({
    text: `${padToWidth(cutToWidth(text, width, glyphs.ellipsis), width)}  `,
    role: own,
  });
  const isWide = columns >= WIDE;
  const outcome: Segment = { text: row.outcome, role: row.result === "failed" ? "fault" : "dim" };
  const segments: readonly Segment[] = [
    { text: isSelected ? (pane === "list" ? glyphs.cursor : glyphs.selected) : " ", role: "accent" },
    { text: `${glyphs.outcomes[row.result]} `, role },
    cell(row.place, 4, "dim"),
    ...(isWide ? [cell(row.kind, 7, "dim")] : []),
    cell(timeText(row.startedAt, zone, { width: 15, newDay: false }), 15, "time"),
    { text: `${row.took.padStart(7)}  `, role: "text" },
    ...(isWide ? [cell(row.result, 11, role), cell(row.generation, 10, "unit")] : []),
    cell(row.what, isWide ? Math.max(20, Math.floor((columns - 65) / 2)) : 24, "text"),
    ...(columns < LEAST_FOR_OUTCOME ? [] : [outcome]),
  ];
  const fitted = fitSegments(segments, columns, glyphs.ellipsis);
  return isSelected && pane === "list" ? fitted.map(({ text }) => ({ text, role: "selection" })) : fitted;
}

function ruleLine({ above, below }: SessionsView, { glyphs, columns }: SessionsLook): readonly Segment[] {
  const more = above + below === 0 ? "" : ` ${countOf(above + below, "more line")} `;
  return [{ text: glyphs.rule.repeat(Math.max(0, columns - more.length - 1)) + more + glyphs.rule, role: "border" }];
}

function panelLine(row: PanelRow, isCurrent: boolean, look: SessionsLook): readonly Segment[] {
  const { glyphs, columns } = look;
  const sign = row.fold === undefined ? "  " : `${row.fold.isOpen ? glyphs.open : glyphs.closed} `;
  const segments: readonly Segment[] = [
    { text: isCurrent ? glyphs.cursor : " ", role: "accent" },
    { text: `${"  ".repeat(row.depth)}${sign}`, role: "dim" },
    ...row.pieces.map((piece) => segmentOf(piece, look)),
  ];
  const fitted = segmentsWidth(segments) > columns ? fitSegments(segments, columns, glyphs.ellipsis) : segments;
  return isCurrent
    ? fitSegments(fitted, columns, glyphs.ellipsis).map(({ text }) => ({ text, role: "selection" }))
    : fitted;
}

function segmentOf(piece: PanelPiece, { glyphs, zone }: SessionsLook): Segment {
  switch (piece.kind) {
    case "text":
      return { text: piece.text, role: ROLES[piece.look] };
    case "sign":
      return { text: glyphs.outcomes[piece.sign satisfies OutcomeSign], role: ROLES[piece.sign] };
    case "time":
      return { text: fullTime(piece.at, zone), role: "time" };
  }
}
