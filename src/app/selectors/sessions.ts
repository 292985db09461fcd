import type { Session, SessionId } from "../../core/session.js";
import { buildsText, commandText, failedUnits, generationText } from "../../core/session-words.js";
import type { Micros } from "../../core/time.js";
import { durationText } from "../../lib/duration-text.js";
import { visible } from "../../lib/visible.js";
import { keyLabel } from "../keys/key-name.js";
import { keysOf } from "../keys/table.js";
import type { State } from "../state.js";
import type { PanelRow } from "../views/sessions/panel-row.js";
import { rowsOf, selectedSession } from "../views/sessions/sessions.js";
import { type SessionsArea, sessionsArea } from "../views/sessions/sessions-area.js";

/** A session as a row of the list. Texts are safe to show. */
export type SessionRow = {
  readonly id: SessionId;
  readonly place: string;
  readonly kind: Session["kind"];
  readonly result: Session["result"];
  readonly startedAt: Micros;
  readonly took: string;
  readonly generation: string;
  /** What was built, and which units failed. */
  readonly outcome: string;
  readonly what: string;
};

/** What the view of the sessions shows. */
export type SessionsView = {
  readonly area: SessionsArea;
  readonly isLoading: boolean;
  readonly count: number;
  /** The rows of the list that are in sight, and which of them is selected. */
  readonly rows: readonly SessionRow[];
  readonly selected: number;
  readonly pane: "list" | "panel";
  /** The key to the other pane. */
  readonly other: { readonly key: string } | undefined;
  /** The rows of the panel that are in sight, how many lie above and below, and which the cursor is on. */
  readonly panel: readonly PanelRow[];
  readonly above: number;
  readonly below: number;
  readonly panelRow: number;
};

export function selectSessions(state: State): SessionsView {
  const { list, pane, row, readAt } = state.sessions;
  const area = sessionsArea(state);
  const session = selectedSession(state);
  const [key] = keysOf(state.bindings, pane === "list" ? "right" : "left");
  const all = list ?? [];
  const selected = session === undefined ? 0 : all.indexOf(session);
  const first = scrolled(selected, all.length, area.list);
  const panel = rowsOf(state);
  const at = Math.min(row, Math.max(0, panel.length - 1));
  const top = scrolled(at, panel.length, area.panel);
  const rows = all.slice(first, first + area.list);
  return {
    area,
    isLoading: list === undefined,
    count: all.length,
    rows: rows.map((own, index) => rowOf(own, first + index + 1, readAt ?? own.startedAt)),
    selected: selected - first,
    pane,
    other: key === undefined ? undefined : { key: keyLabel(key) },
    panel: panel.slice(top, top + area.panel),
    above: top,
    below: Math.max(0, panel.length - top - area.panel),
    panelRow: at - top,
  };
}

function rowOf(session: Session, place: number, now: Micros): SessionRow {
  const { id, kind, result, startedAt, endedAt, name, command } = session;
  const isKnown = endedAt !== undefined || result === "running";
  return {
    id,
    place: `@${place}`,
    kind,
    result,
    startedAt,
    took: isKnown ? durationText((endedAt ?? now) - startedAt) : "-",
    generation: visible(generationShort(session)),
    outcome: visible(outcomeOf(session)),
    what: visible(name ?? commandText(command)),
  };
}

/** A path has no room in a list. */
function generationShort(session: Session): string {
  const { generationBefore: before, generationAfter: after } = session;
  const isNumbered = [before, after].every((own) => own === undefined || own.number !== undefined);
  return isNumbered ? (generationText(session)?.replace(", as before", "") ?? "") : "";
}

function outcomeOf(session: Session): string {
  const failed = failedUnits(session).map(({ unit }) => unit);
  const units = failed.length === 0 ? "" : `failed: ${failed.join(" ")}`;
  const steps = session.build?.steps.filter(({ state, cause }) => state === "failed" && cause === undefined) ?? [];
  const lost = steps.length === 0 ? "" : `failed: ${steps.map(({ name }) => name).join(" ")}`;
  const counts = session.build === undefined ? "" : buildsText(session.build);
  return [lost, units, counts].filter((part) => part !== "").join("; ");
}

/** The first of `length` places of which `room` are seen, so that the selected one is among them. */
function scrolled(selected: number, length: number, room: number): number {
  return Math.max(0, Math.min(length - room, selected - (room >> 1)));
}
