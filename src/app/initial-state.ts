import type { Level } from "../core/level.js";
import type { Scope } from "../core/ports.js";
import { EVERYTHING, type Query } from "../core/query/ast.js";
import type { Binding } from "./binding.js";
import type { Step } from "./effect.js";
import { DEFAULT_BINDINGS } from "./keys/bindings.js";
import { withFirstKept } from "./kept/kept-of.js";
import { DEFAULT_LOOKS, type Looks } from "./looks/looks.js";
import { NO_KEYS } from "./keys/resolve.js";
import { andThen, withEffects } from "./step.js";
import type { Size, State } from "./state.js";
import { NOTHING_DONE } from "./query/undo.js";
import { NONE_SAVED } from "./saved/saved-state.js";
import { NO_HEATMAP } from "./views/heatmap/heatmap-state.js";
import { NO_METRICS } from "./views/metrics/metrics-state.js";
import { NO_PATTERNS } from "./views/patterns/patterns-state.js";
import { NO_REPLAY } from "./views/replay/replay-state.js";
import { NO_SESSIONS } from "./views/sessions/sessions-state.js";
import { NO_NEEDS } from "./stream/columns.js";
import { NO_STRIP } from "./stream/strip-state.js";
import { requestOverview } from "./stream/overview.js";
import { requestPage } from "./stream/window.js";

/** What the command line and the config file decide before the first frame. */
export type Beginning = {
  readonly size: Size;
  readonly scope: Scope;
  readonly query?: { readonly text: string; readonly query: Query };
  readonly level?: Level | undefined;
  readonly themes?: State["themes"];
  readonly bindings?: readonly Binding[];
  /** False begins at the oldest line instead of following the newest. */
  readonly follow?: boolean;
  readonly isDemo?: boolean;
  readonly wrap?: boolean;
  readonly looks?: Looks;
};

/** The state before anything is known of the log. */
function initialState(beginning: Beginning): State {
  return {
    size: beginning.size,
    scope: beginning.scope,
    isDemo: beginning.isDemo === true,
    engine: undefined,
    view: "stream",
    viewsBehind: [],
    timeCursor: undefined,
    viewDue: false,
    stream: initialStream(beginning),
    strip: NO_STRIP,
    metrics: NO_METRICS,
    heatmap: NO_HEATMAP,
    patterns: NO_PATTERNS,
    replay: NO_REPLAY,
    sessions: NO_SESSIONS,
    filters: {
      base: beginning.query ?? { text: "", query: EVERYTHING },
      level: beginning.level,
      list: [],
      nextId: 1,
      without: [],
    },
    saved: NONE_SAVED,
    undo: NOTHING_DONE,
    offers: { values: [], folder: undefined, folderAsked: undefined },
    search: undefined,
    overlays: [],
    keys: NO_KEYS,
    notices: [],
    looks: beginning.looks ?? DEFAULT_LOOKS,
    isDragging: false,
    kept: { before: undefined, offeredAt: undefined, isPending: false, first: {} },
    histories: { command: [], search: [], filter: [], path: [], shell: [] },
    themes: beginning.themes ?? { current: "dark", available: ["dark"] },
    bindings: beginning.bindings ?? DEFAULT_BINDINGS,
    requests: {
      next: 1,
      page: undefined,
      find: undefined,
      preview: undefined,
      overview: undefined,
      detail: undefined,
      counts: [],
      tables: [],
      sessions: undefined,
      machine: undefined,
      reach: undefined,
    },
  };
}

/** The first step: the state and the effects that fill the screen. */
export function begin(beginning: Beginning): Step<State> {
  const state = withFirstKept(initialState(beginning));
  const end = state.stream.follow ? "tail" : "head";
  const asked = andThen(requestPage(state, { kind: end }, { kind: end }), requestOverview);
  return andThen(asked, (next) => withEffects(next, { kind: "load-bookmarks", request: 0 }));
}

function initialStream({ follow, wrap }: Beginning): State["stream"] {
  return {
    page: undefined,
    needs: NO_NEEDS,
    cursor: undefined,
    lastCursor: undefined,
    cursorLine: 0,
    travel: 0,
    follow: follow ?? true,
    paused: follow === false ? { entries: 0, matches: undefined } : undefined,
    frozen: undefined,
    pageMs: 0,
    reloadDue: false,
    grown: false,
    marks: [],
    markedOnly: false,
    context: 0,
    repeats: { as: "same", opened: [] },
    wrap: wrap ?? false,
    fields: false,
    sideways: 0,
    unfolded: [],
    unfoldAll: false,
    overview: undefined,
    hits: undefined,
    overviewRevision: 0,
    overviewDue: false,
    jumps: { back: [], ahead: [] },
    selection: undefined,
  };
}
