import type { Action } from "./action.js";
import type { CommandId } from "./command-id.js";
import type { Call } from "./command.js";
import { COMMANDS } from "./commands/registry.js";
import type { Step } from "./effect.js";
import { commandOf, NO_KEYS, resolveKey } from "./keys/resolve.js";
import { scopesOf } from "./keys/scopes.js";
import { dragBorder, isOnBorder } from "./looks/panes.js";
import type { Moment } from "./moment.js";
import { notice } from "./notices.js";
import { withSavedFilters } from "../core/query/saved/named-filters.js";
import { syncOffers } from "./completion/offers.js";
import { syncFilterList } from "./overlays/filter-counts.js";
import { syncDetail } from "./overlays/detail.js";
import { isPrompt, topOverlay } from "./overlays/stack.js";
import { RUNS } from "./run/registry.js";
import { typeText } from "./run/edit.js";
import { still, andThen, withEffects } from "./step.js";
import type { State } from "./state.js";
import { growColumns } from "./stream/columns.js";
import { point, wheel } from "./stream/mouse.js";
import { requestOverview, syncHits } from "./stream/overview.js";
import { frameOf } from "./stream/frame.js";
import { isMisfolded } from "./stream/repeats.js";
import { syncStrip } from "./stream/strip.js";
import { ensureWindow, reloadPage, settle, timePages } from "./stream/window.js";
import { VIEWS } from "./views/registry.js";
import { keepPlaying } from "./views/replay/playing.js";
import { scrubTo } from "./views/replay/scrub.js";
import { updateNews } from "./update-news.js";

/** So long a single digit may be the begin of a count before it is a key of its own. */
const DIGIT_MS = 400;

/** The next state, and what is to be done outside. Pure and total: any action fits any state, out-of-date answers too. */
export function update(state: State, action: Action, given: Moment): Step<State> {
  const moment = withSavedFilters(given, () => state.saved.list.map(({ filter }) => filter));
  const reacted = andThen(react(state, action, moment), (next) => keepPlaying(state, next, moment));
  return timePages(state, fitted(state, reacted, moment), moment.now);
}

/** A page that needs wider columns gets them before it is seen. */
function fitted(before: State, step: Step<State>, moment: Moment): Step<State> {
  const grown = growColumns(before, step.state, moment.now);
  return grown === step.state ? step : { ...step, state: settle(grown) };
}

function react(state: State, action: Action, moment: Moment): Step<State> {
  switch (action.kind) {
    case "press":
      return afterwards(state, press(state, action.key, moment), moment);
    case "paste":
      return afterwards(
        state,
        isPrompt(topOverlay(state)) ? typeText(state, action.text, moment) : still(state),
        moment,
      );
    case "run":
      return afterwards(state, runCommand(state, action.command, callOf(action, moment)), moment);
    case "wheel":
    case "point":
    case "drag":
    case "let-go":
      return reactToMouse(state, action, moment);
    case "resized":
      return afterwards(state, resized(state, action.size), moment);
    case "keys-timed-out":
      return afterwards(state, digitAlone(state, moment), moment);
    default:
      return afterNews(state, updateNews(state, action, moment));
  }
}

type MouseAction = Extract<Action, { readonly kind: "wheel" | "point" | "drag" | "let-go" }>;

function reactToMouse(state: State, action: MouseAction, moment: Moment): Step<State> {
  switch (action.kind) {
    case "wheel":
      return afterwards(state, wheel(state, action.lines), moment);
    case "point":
      if (isOnBorder(state, action)) return still({ ...state, isDragging: true });
      return afterwards(state, scrubTo(state, action) ?? point(state, action), moment);
    case "drag":
      if (!state.isDragging) return afterwards(state, scrubTo(state, action) ?? still(state), moment);
      return afterwards(state, still(dragBorder(state, action)), moment);
    case "let-go":
      return still(state.isDragging ? { ...state, isDragging: false } : state);
  }
}

/** After what a person did: the cursor is in sight, the page reaches far enough, the detail is that of the cursor. */
function afterwards(before: State, step: Step<State>, moment: Moment): Step<State> {
  if (step.state === before) return step;
  const streamed = andThen(afterStream(before, step), (state) => syncStrip(before, state));
  const refreshed = andThen(streamed, (state) => refreshView(before, state, moment));
  const listed = andThen(refreshed, (state) => syncFilterList(before, state, moment));
  return andThen(listed, (state) => syncOffers(before, state, moment));
}

/** A view that stays in sight while its filters or its size change asks for what it now needs. */
function refreshView(before: State, state: State, moment: Moment): Step<State> {
  const isSame = state.filters === before.filters && state.size === before.size && state.looks === before.looks;
  return isSame || state.view !== before.view || state.view === "stream"
    ? still(state)
    : VIEWS[state.view].open(state, moment);
}

function afterStream(before: State, given: Step<State>): Step<State> {
  const step = isMisfolded(before, given.state) ? andThen(given, reloadPage) : given;
  const followed = andThen({ ...step, state: settle(step.state) }, (state) =>
    andThen(andThen(ensureWindow(state), syncDetail), syncHits),
  );
  return andThen(followed, (state) => (isAsTall(before, state) ? still(state) : requestOverview(state)));
}

/** The counts beside the scrollbar are one for each of its cells. */
function isAsTall(before: State, state: State): boolean {
  return frameOf(before).stream.rows === frameOf(state).stream.rows;
}

/** After news only what they may have moved is put right: asking for more is up to the slice that knows them. */
function afterNews(before: State, step: Step<State>): Step<State> {
  return step.state.stream === before.stream ? step : andThen({ ...step, state: settle(step.state) }, syncDetail);
}

function press(state: State, key: string, moment: Moment): Step<State> {
  const resolution = resolveKey(state, key);
  const rested = state.keys === NO_KEYS ? state : { ...state, keys: NO_KEYS };
  switch (resolution.kind) {
    case "command":
      return runCommand(rested, resolution.command, { argument: undefined, count: resolution.count, moment });
    case "pending": {
      const waiting = { ...state, keys: resolution.keys };
      return withEffects(waiting, { kind: "schedule", key: "keys", ms: DIGIT_MS, action: { kind: "keys-timed-out" } });
    }
    case "type":
      return typeText(rested, resolution.text, moment);
    case "none":
      return still(rested);
  }
}

function runCommand(state: State, command: CommandId, call: Omit<Call, "run">): Step<State> {
  const reason = COMMANDS[command].disabled?.(state);
  if (reason !== undefined) return notice(state, "info", reason);
  return RUNS[command](state, {
    ...call,
    run: (next, other, argument) => runCommand(next, other, { argument, count: undefined, moment: call.moment }),
  });
}

function callOf(action: Action & { readonly kind: "run" }, moment: Moment): Omit<Call, "run"> {
  return { argument: action.argument, count: action.count, moment };
}

/** A digit that nothing followed is the key of its own that it may be (`1` is a view). */
function digitAlone(state: State, moment: Moment): Step<State> {
  const { pending, count } = state.keys;
  if (pending.length > 0 || count === undefined || count > 9) return still(state);
  const command = commandOf(state.bindings, scopesOf(state), String(count));
  // Where the key would do nothing, the digit goes on waiting to be a count.
  if (command === undefined || COMMANDS[command].disabled?.(state) !== undefined) return still(state);
  return runCommand({ ...state, keys: NO_KEYS }, command, { argument: undefined, count: undefined, moment });
}

function resized(state: State, size: State["size"]): Step<State> {
  if (size.columns === state.size.columns && size.rows === state.size.rows) return still(state);
  return still({ ...state, size });
}
