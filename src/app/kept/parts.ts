import { LEVELS } from "../../core/level.js";
import { EVERYTHING } from "../../core/query/ast.js";
import { templateIdsIn } from "../../core/query/name-templates.js";
import { parseQuery } from "../../core/query/parse.js";
import { printQuery } from "../../core/query/print.js";
import { type Micros, micros } from "../../core/time.js";
import type { Moment } from "../moment.js";
import type { Filter, State } from "../state.js";
import { MOST_CONTEXT } from "../stream/context.js";
import { pauseFollow, resumeFollow } from "../stream/follow.js";
import { REPEATS } from "../stream/repeats.js";
import { VIEW_IDS } from "../view-id.js";
import { HEATMAP_FIELDS } from "../views/heatmap/heatmap-state.js";
import { METRICS_WINDOWS } from "../views/metrics/windows.js";
import { NO_METRICS } from "../views/metrics/metrics-state.js";
import { PATTERN_ORDERS } from "../views/patterns/patterns-state.js";
import { leaving } from "../views/show-view.js";
import type { KeptPart } from "./kept-screen.js";

/** Everything of a screen that is kept; what a view adds to its state, and people choose, is one row here. */
export const KEPT_PARTS: Readonly<Record<string, KeptPart>> = {
  view: {
    ...choice(
      VIEW_IDS,
      ({ view }) => view,
      (state, view) => ({ ...state, view }),
    ),
    words: (kept) => (typeof kept === "string" ? kept : undefined),
  },
  query: {
    isQuery: true,
    of: ({ filters: { base } }) =>
      base.query.kind === "all" ? undefined : { text: base.text, query: printQuery(base.query) },
    put: (state, kept, moment) => {
      const base = queryOf(kept, moment) ?? { text: "", query: EVERYTHING };
      return { ...state, filters: { ...state.filters, base } };
    },
    words: (kept) => textIn(kept, "text"),
  },
  level: {
    isQuery: true,
    ...choice(
      [undefined, ...LEVELS],
      ({ filters }) => filters.level,
      (state, level) => ({ ...state, filters: { ...state.filters, level } }),
    ),
    words: (kept) => (typeof kept === "string" ? `level>=${kept}` : undefined),
  },
  filters: {
    isQuery: true,
    of: ({ filters: { list } }) => (list.length === 0 ? undefined : list.map(keptFilter)),
    put: putFilters,
    words: (kept) => {
      const count = Array.isArray(kept) ? kept.length : 0;
      return count === 0 ? undefined : count === 1 ? "1 filter" : `${count} filters`;
    },
  },
  markedOnly: {
    isQuery: true,
    ...flag(
      ({ stream }) => stream.markedOnly,
      (state, markedOnly) => ({ ...state, stream: { ...state.stream, markedOnly } }),
    ),
    words: (kept) => (kept === true ? "bookmarks only" : undefined),
  },
  time: {
    of: leaving,
    put: (state, kept) => {
      const at = timeOf(kept);
      const followed = at === undefined ? resumeFollow(state) : pauseFollow(state);
      return { ...followed, timeCursor: at };
    },
  },
  wrap: flag(
    ({ stream }) => stream.wrap,
    (state, wrap) => ({ ...state, stream: { ...state.stream, wrap } }),
  ),
  fields: flag(
    ({ stream }) => stream.fields,
    (state, fields) => ({ ...state, stream: { ...state.stream, fields } }),
  ),
  context: {
    of: ({ stream: { context } }) => (context === 0 ? undefined : context),
    put: (state, kept) => {
      const context = typeof kept === "number" && Number.isInteger(kept) && kept > 0 ? Math.min(kept, MOST_CONTEXT) : 0;
      return { ...state, stream: { ...state.stream, context } };
    },
  },
  repeats: choice(
    REPEATS,
    ({ stream }) => stream.repeats.as,
    (state, as) => ({ ...state, stream: { ...state.stream, repeats: { as, opened: [] } } }),
  ),
  window: choice(
    [NO_METRICS.window, ...METRICS_WINDOWS],
    ({ metrics }) => metrics.window,
    (state, window) => ({ ...state, metrics: { ...state.metrics, window } }),
  ),
  chartBy: choice(
    [undefined, ...HEATMAP_FIELDS],
    ({ heatmap }) => (heatmap.isChosen ? heatmap.by : undefined),
    (state, by) => {
      const rows = { by: by ?? state.heatmap.by, isChosen: by !== undefined, grid: undefined, row: undefined };
      return { ...state, heatmap: { ...state.heatmap, ...rows } };
    },
  ),
  scale: choice(
    ["relative", "absolute"],
    ({ heatmap }) => heatmap.scale,
    (state, scale) => ({ ...state, heatmap: { ...state.heatmap, scale } }),
  ),
  sort: choice(
    PATTERN_ORDERS,
    ({ patterns }) => patterns.order,
    (state, order) => ({ ...state, patterns: { ...state.patterns, order } }),
  ),
};

/** One of some values; the first is the one of any start. */
function choice<Value extends string | undefined>(
  values: readonly Value[],
  of: (state: State) => Value,
  put: (state: State, value: Value) => State,
): KeptPart {
  const [usual] = values;
  return {
    of: (state) => (of(state) === usual ? undefined : of(state)),
    put: (state, kept) => {
      const value = values.find((known) => known === kept) ?? usual;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no list of values is empty
      return put(state, value as Value);
    },
  };
}

function flag(of: (state: State) => boolean, put: (state: State, isOn: boolean) => State): KeptPart {
  return { of: (state) => (of(state) ? true : undefined), put: (state, kept) => put(state, kept === true) };
}

function keptFilter({ mode, text, query, enabled }: Filter): Readonly<Record<string, unknown>> {
  // The text may be a short name for what was asked for: what was meant is kept beside it.
  return { mode, text, query: printQuery(query), ...(enabled ? {} : { enabled }) };
}

/** Filters that do not parse any more are left out. */
function putFilters(state: State, kept: unknown, moment: Moment): State {
  let { nextId } = state.filters;
  const list = (Array.isArray(kept) ? kept : []).flatMap((value: unknown): readonly Filter[] => {
    const read = queryOf(value, moment);
    const mode = textIn(value, "mode");
    if (read === undefined || (mode !== "include" && mode !== "exclude")) return [];
    const enabled = fieldIn(value, "enabled") !== false;
    return [{ ...read, mode, enabled, id: nextId++, hits: undefined }];
  });
  return { ...state, filters: { ...state.filters, list, nextId } };
}

function queryOf(kept: unknown, moment: Moment): State["filters"]["base"] | undefined {
  const text = textIn(kept, "text");
  const printed = textIn(kept, "query");
  if (text === undefined || printed === undefined) return undefined;
  // What was typed may say `-1h`, which is another hour now.
  const typed = parseQuery(text, moment);
  const meant = typed.ok && templateIdsIn(typed.value).length === 0 ? typed : parseQuery(printed, moment);
  return meant.ok ? { text, query: meant.value } : undefined;
}

function timeOf(kept: unknown): Micros | undefined {
  return typeof kept === "number" && Number.isSafeInteger(kept) ? micros(kept) : undefined;
}

function textIn(value: unknown, name: string): string | undefined {
  const found = fieldIn(value, name);
  return typeof found === "string" ? found : undefined;
}

function fieldIn(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
