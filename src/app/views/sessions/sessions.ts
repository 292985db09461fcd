import { errorSourceOf, type Session } from "../../../core/session.js";
import type { Query } from "../../../core/query/ast.js";
import type { Micros } from "../../../core/time.js";
import type { Motion } from "../../motion.js";
import { fieldQuery } from "../../overlays/detail.js";
import { allOf } from "../../query/effective.js";
import { still } from "../../step.js";
import type { State } from "../../state.js";
import { inWords } from "../in-words.js";
import type { View } from "../view.js";
import { askForSessions, askWhenOld } from "./load-sessions.js";
import type { PanelRow } from "./panel-row.js";
import { panelRows } from "./panel-rows.js";
import { sessionsArea } from "./sessions-area.js";

export const sessions: View = {
  title: "Sessions",
  open: (state) => askForSessions(state),
  grew: askWhenOld,
  move: (state, by, { count }) => still(moved(state, by, count ?? 1)),
  sideways: (state, steps) => still(changePane(state, steps < 0 ? "list" : "panel")),
  choose: (state) => {
    const session = selectedSession(state);
    if (session === undefined) return undefined;
    const { source, startedAt: at } = session;
    const sources = source === undefined ? [] : [source, errorSourceOf(source)];
    return { state, ...inWords(queryOf(state, session)), at, sources };
  },
  at: (state) => state.timeCursor,
  focused: (state) => {
    const session = selectedSession(state);
    return session === undefined ? undefined : inWords(queryOf(state, session));
  },
  fold,
  tableCame: (state) => still(state),
};

/** The lines of the session; of one derivation or unit where the panel is on one. */
function queryOf(state: State, { id }: Session): Query {
  const whole = fieldQuery("session", String(id));
  const unit = state.sessions.pane === "panel" ? rowsOf(state)[state.sessions.row]?.unit : undefined;
  return unit === undefined ? whole : allOf([whole, fieldQuery("unit", unit)]);
}

/** The one that was chosen, else the newest that had begun at the time cursor. */
export function selectedSession({ sessions: shown, timeCursor }: State): Session | undefined {
  const { list, selected } = shown;
  const byTime = (at: Micros): Session | undefined => list?.find(({ startedAt }) => startedAt <= at);
  const chosen = list?.find(({ id }) => id === selected);
  return chosen ?? (timeCursor === undefined ? undefined : byTime(timeCursor)) ?? list?.[0];
}

/** Rows are asked for by every key and every line of the screen; good for as long as the folds and the list are. */
const known = new WeakMap<Session, Pick<State["sessions"], "toggled" | "folds" | "list"> & Rows>();

type Rows = { readonly rows: readonly PanelRow[] };

/** What the panel says of the selected session. */
export function rowsOf(state: State): readonly PanelRow[] {
  const session = selectedSession(state);
  if (session === undefined) return [];
  const { list, readAt, folds, toggled } = state.sessions;
  const last = known.get(session);
  if (last?.toggled === toggled && last.folds === folds && last.list === list) return last.rows;
  const place = (list ?? []).indexOf(session) + 1;
  const rows = panelRows(session, place, { folds, toggled: new Set(toggled), now: readAt ?? session.startedAt });
  known.set(session, { toggled, folds, list, rows });
  return rows;
}

function moved(state: State, by: Motion, count: number): State {
  const { list, pane, row } = state.sessions;
  const area = sessionsArea(state);
  if (pane === "panel") {
    const to = target(by, count, { at: row, rows: area.panel, length: rowsOf(state).length });
    return { ...state, sessions: { ...state.sessions, row: to } };
  }
  const session = selectedSession(state);
  if (list === undefined || session === undefined) return state;
  const next = list[target(by, count, { at: list.indexOf(session), rows: area.list, length: list.length })];
  if (next === undefined || next === session) return state;
  const chosen = { ...state.sessions, selected: next.id, row: 0, folds: "own" as const, toggled: [] };
  return { ...state, timeCursor: next.startedAt, sessions: chosen };
}

type Extent = { readonly at: number; readonly rows: number; readonly length: number };

function target({ unit, direction }: Motion, count: number, { at, rows, length }: Extent): number {
  if (unit === "end") return direction < 0 ? 0 : length - 1;
  const step = unit === "line" ? 1 : unit === "half" ? Math.max(1, rows >> 1) : Math.max(1, rows - 1);
  return Math.max(0, Math.min(length - 1, at + direction * step * count));
}

function changePane(state: State, pane: "list" | "panel"): State {
  const session = selectedSession(state);
  if (session === undefined || pane === state.sessions.pane) return state;
  return { ...state, sessions: { ...state.sessions, pane, selected: session.id } };
}

/** In the panel the branch under the cursor, or the one around it; from the list that of the build. */
function fold(state: State, what: "selected" | "all"): State {
  if (what === "all") return foldAll(state);
  const rows = rowsOf(state);
  const { pane, row, toggled } = state.sessions;
  const at = pane === "list" ? rows.findIndex((other) => other.fold?.key === "build") : branchAround(rows, row);
  const key = rows[at]?.fold?.key;
  if (key === undefined) return state;
  const next = toggled.includes(key) ? toggled.filter((other) => other !== key) : [...toggled, key];
  return { ...state, sessions: { ...state.sessions, toggled: next, row: pane === "list" ? row : at } };
}

/** -1 where there is none. */
function branchAround(rows: readonly PanelRow[], row: number): number {
  const depth = rows[row]?.depth ?? 0;
  return rows.slice(0, row + 1).findLastIndex((other, index) => {
    return other.fold !== undefined && (index === row || other.depth < depth);
  });
}

/** Opens all there is; where nothing is folded, folds all. */
function foldAll(state: State): State {
  const isAnyClosed = rowsOf(state).some((row) => row.fold?.isOpen === false);
  const shown = { ...state.sessions, folds: isAnyClosed ? ("open" as const) : ("closed" as const), toggled: [] };
  const folded = { ...state, sessions: shown };
  const row = Math.max(0, Math.min(shown.row, rowsOf(folded).length - 1));
  return { ...folded, sessions: { ...shown, row } };
}
