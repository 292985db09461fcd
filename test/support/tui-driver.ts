import { NO_TROUBLE } from "../../src/core/truth.js";
import type { Action } from "../../src/app/action.js";
import type { Effect } from "../../src/app/effect.js";
import { begin, type Beginning } from "../../src/app/initial-state.js";
import { keySequence } from "../../src/app/keys/key-name.js";
import type { Moment } from "../../src/app/moment.js";
import { matcherOf } from "../../src/app/query/matching.js";
import { entryAtCursor } from "../../src/app/stream/marks.js";
import { linesOf } from "../../src/app/stream/entry-lines.js";
import { indexAtLine, layoutOf, lineCount } from "../../src/app/stream/layout.js";
import type { State } from "../../src/app/state.js";
import { update } from "../../src/app/update.js";
import { entryId, type LogEntry, sourceId } from "../../src/core/entry.js";
import { micros } from "../../src/core/time.js";
import type { Level } from "../../src/core/level.js";
import type { MachineSample } from "../../src/core/machine/metrics.js";
import type { Session } from "../../src/core/session.js";
import { reachOf } from "../../src/core/reach.js";
import type { Engine, SourceStatus } from "../../src/core/ports.js";
import { createListEngine, type ListEngine } from "./list-engine.js";

/** 2026-11-21T12:00:00Z. */
export const NOON = micros(1_795_262_400_000_000);
export const MOMENT: Moment = { now: NOON, localOffset: () => 0 };
const SOURCE = sourceId("file:/var/log/app.log");

export type EntryParts = Partial<Omit<LogEntry, "id">> & { readonly level?: Level | undefined };

/** The nth entry of a source, a second after the one before. */
export function entryOf(ordinal: number, parts: EntryParts = {}): LogEntry {
  const message = parts.message ?? `line ${ordinal}`;
  const at = parts.at ?? micros(NOON - 3_600_000_000 + ordinal * 1_000_000);
  return {
    id: entryId(1, ordinal),
    source: SOURCE,
    line: ordinal + 1,
    lines: message.split("\n").length,
    order: at,
    category: undefined,
    unit: undefined,
    identifier: undefined,
    host: undefined,
    pid: undefined,
    text: message,
    format: "plain",
    marks: 0,
    fields: {},
    ...parts,
    at,
    message,
    level: parts.level,
  };
}

export function entriesOf(count: number, parts: (ordinal: number) => EntryParts = () => ({})): readonly LogEntry[] {
  return Array.from({ length: count }, (_, ordinal) => entryOf(ordinal, parts(ordinal)));
}

export function statusOf(parts: Partial<SourceStatus> = {}): SourceStatus {
  return {
    id: SOURCE,
    label: "app.log",
    state: "following",
    entries: 0,
    progress: undefined,
    truth: NO_TROUBLE,
    lagMs: undefined,
    worstLagMs: undefined,
    holder: undefined,
    entriesPerSecond: 0,
    fault: undefined,
    ...parts,
  };
}

/** The program without a screen, in the words of a person. */
export type TuiDriver = {
  state(): State;
  /** Keys with blanks between them; waits until everything they asked for has come. */
  press(keys: string): Promise<void>;
  type(text: string): Promise<void>;
  /** A command line, as after `:`. */
  command(line: string): Promise<void>;
  dispatch(action: Action): Promise<void>;
  /** Lets so many seconds pass for everything that reads the clock. */
  pass(seconds: number): void;
  /** Fires the timer of this key, if it is set. */
  fire(timer: string): Promise<void>;
  /** Waits until everything that was asked for has come. */
  idle(): Promise<void>;
  /** What the stream's area shows, a text a row. */
  screen(): readonly string[];
  cursor(): string | undefined;
  /** Row of the area that the cursor is on. */
  cursorRow(): number;
  /** Everything that was asked for. */
  readonly effects: readonly Effect[];
};

export type ListDriver = TuiDriver & {
  readonly engine: ListEngine;
  /** Lets lines come, and waits until the screen has dealt with them. */
  add(entries: readonly LogEntry[]): Promise<void>;
};

/** A driver over a log in memory. */
export async function driverOf(
  entries: readonly LogEntry[],
  beginning: Partial<Beginning> & {
    readonly sources?: readonly SourceStatus[];
    readonly machine?: readonly MachineSample[];
    readonly sessions?: readonly Session[];
  } = {},
): Promise<ListDriver> {
  const { sources = [statusOf()], machine = [], sessions = [], ...begun } = beginning;
  const engine = createListEngine({ matcher: matcherOf, entries, sources, machine, sessions });
  const driver = await driverOn(engine, begun);
  return {
    ...driver,
    engine,
    async add(added) {
      engine.add(added);
      await driver.idle();
    },
  };
}

/** A driver over any engine. */
export async function driverOn(engine: Engine, beginning: Partial<Beginning> = {}): Promise<TuiDriver> {
  const effects: Effect[] = [];
  const timers = new Map<string, Action>();
  const queue: Promise<void>[] = [];
  const first = begin({ size: { columns: 80, rows: 24 }, scope: engine.scope, ...beginning });
  let state = first.state;
  let moment = MOMENT;

  const dispatch = (action: Action): void => {
    const step = update(state, action, moment);
    state = step.state;
    for (const effect of step.effects) run(effect);
  };
  const run = (effect: Effect): void => {
    effects.push(effect);
    if (effect.kind === "schedule") timers.set(effect.key, effect.action);
    else queue.push(carryOut(engine, effect, dispatch));
  };
  const idle = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next;
  };

  for (const effect of first.effects) run(effect);
  engine.onNews((news) => {
    dispatch({ kind: "engine-advanced", news });
  });
  await idle();

  const press = async (keys: string): Promise<void> => {
    for (const key of (keySequence(keys) ?? keys).split(" ")) dispatch({ kind: "press", key });
    await idle();
  };
  return {
    effects,
    state: () => state,
    press,
    async type(text) {
      for (const character of text) dispatch({ kind: "press", key: character === " " ? "space" : character });
      await idle();
    },
    async command(line) {
      dispatch({ kind: "press", key: ":" });
      dispatch({ kind: "paste", text: line });
      await press("enter");
    },
    async dispatch(action) {
      dispatch(action);
      await idle();
    },
    pass(seconds) {
      moment = { ...moment, now: micros(moment.now + seconds * 1_000_000) };
    },
    async fire(timer) {
      const action = timers.get(timer);
      timers.delete(timer);
      if (action !== undefined) dispatch(action);
      await idle();
    },
    idle,
    screen: () => screenOf(state),
    cursor: () => entryAtCursor(state)?.message,
    cursorRow: () => state.stream.cursorLine,
  };
}

async function carryOut(engine: Engine, effect: Effect, dispatch: (action: Action) => void): Promise<void> {
  switch (effect.kind) {
    case "load-page":
      return dispatch({ kind: "page-loaded", request: effect.request, page: await engine.page(effect.page) });
    case "find":
      return dispatch({ kind: "found", request: effect.request, entry: await engine.find(effect.find) });
    case "count":
      return dispatch({
        kind: "counted",
        request: effect.request,
        count: await engine.count(effect.query, effect.scope),
      });
    case "preview": {
      const { request, page } = effect;
      dispatch({ kind: "preview-counted", request, count: await engine.count(page.query, page.scope) });
      return dispatch({ kind: "preview-loaded", request, page: await engine.page(page) });
    }
    case "sample":
      return dispatch({ kind: "sample-loaded", request: effect.request, page: await engine.page(effect.page) });
    case "load-overview": {
      const overview = await engine.overview(effect.query, effect.scope, effect.buckets);
      return dispatch({ kind: "overview-loaded", request: effect.request, overview });
    }
    case "load-table": {
      for await (const snapshot of engine.aggregate({ statement: effect.statement, scope: effect.scope })) {
        dispatch({ kind: "table-came", request: effect.request, snapshot });
      }
      return undefined;
    }
    case "load-values": {
      for await (const snapshot of engine.aggregate({ statement: effect.statement, scope: effect.scope })) {
        dispatch({ kind: "values-came", request: effect.request, snapshot });
      }
      return undefined;
    }
    case "list-folder": {
      const names = effect.folder === "/tmp/" ? ["a.log", "b.log", ".hidden", "sub"] : [];
      const listed = names.map((name) => ({ name, isFolder: name === "sub" }));
      return dispatch({
        kind: "folder-came",
        request: effect.request,
        folder: { folder: effect.folder, names: listed },
      });
    }
    case "load-patterns":
      for await (const snapshot of engine.patterns(effect.patterns)) {
        dispatch({ kind: "patterns-came", request: effect.request, snapshot });
      }
      return undefined;
    case "load-bookmarks":
      return dispatch({ kind: "bookmarks-came", request: effect.request, bookmarks: await engine.bookmarks() });
    case "keep-bookmark": {
      const kept = await engine.keepBookmark(effect.change);
      return kept.ok ? undefined : dispatch({ kind: "faulted", fault: kept.fault });
    }
    case "load-machine":
      return dispatch({
        kind: "machine-came",
        request: effect.request,
        series: await engine.machine(effect.series),
      });
    case "load-reach": {
      const reach = reachOf(await engine.sources(), effect.scope);
      return dispatch({ kind: "reach-came", request: effect.request, reach });
    }
    case "load-sessions":
      return dispatch({ kind: "sessions-came", request: effect.request, sessions: await engine.sessions() });
    case "load-detail": {
      const neighbours = await engine.page(effect.page);
      const raw = effect.raw ? await engine.raw(effect.id) : undefined;
      return dispatch({ kind: "detail-loaded", request: effect.request, neighbours, raw });
    }
    case "fetch-older":
      return dispatch({ kind: "older-fetched", outcome: await engine.fetchOlder() });
    case "apply-theme":
      return dispatch({ kind: "themes-changed", current: effect.name, available: ["dark", "light"] });
    case "keep-saved":
    case "export-saved":
    case "import-saved":
    case "call-off":
    case "copy-lines":
    case "copy-text":
    case "copy-query":
    case "write-lines":
    case "pipe-lines":
    case "open-url":
    case "edit-file":
    case "show-manual":
    case "schedule":
    case "redraw":
    case "suspend":
    case "quit":
      return undefined;
  }
}

/** The stream's rows as a reader would see them, messages only. */
export function screenOf(state: State): readonly string[] {
  const layout = layoutOf(state);
  return Array.from({ length: layout.rows }, (_, row) => {
    const line = layout.view + row;
    if (line < 0 || line >= lineCount(layout)) return "";
    const index = indexAtLine(layout, line);
    const entry = layout.entries[index];
    return entry === undefined ? "" : (linesOf(entry, layout.fit)[line - (layout.tops[index] ?? 0)] ?? "");
  });
}
