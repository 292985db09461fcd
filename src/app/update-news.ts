import { untilOf } from "../core/older-id.js";
import type {
  AggregateSnapshot,
  EngineNews,
  OlderFetch,
  Page,
  PatternsSnapshot,
  RebuildNews,
  Scope,
} from "../core/ports.js";
import { counted } from "../lib/counted.js";
import type { Action } from "./action.js";
import type { Step } from "./effect.js";
import { keptFound, offerExpired } from "./kept/restore.js";
import { expireNotice, notice, noticeFault } from "./notices.js";
import { detailLoaded } from "./overlays/detail.js";
import { askAboutFile } from "./overlays/list.js";
import { isOverlayAnswer, type OverlayAnswer, overlayAnswer } from "./overlays/answers.js";
import { rowCounted } from "./overlays/filter-counts.js";
import { countWithout } from "./query/filters.js";
import { activeParts } from "./query/effective.js";
import { found } from "./query/search.js";
import type { Moment } from "./moment.js";
import { still, andThen, withEffects } from "./step.js";
import { bookmarksCame } from "./stream/marks.js";
import { playOn } from "./views/replay/playing.js";
import { reachCame } from "./views/replay/replay.js";
import { machineCame } from "./views/metrics/metrics.js";
import { sessionsCame } from "./views/sessions/load-sessions.js";
import { isSavedNews, type SavedNews, savedNews } from "./saved/keep.js";
import { VIEWS } from "./views/registry.js";
import type { State, Tone } from "./state.js";
import { overviewLoaded, overviewSoon, requestOverview } from "./stream/overview.js";
import { ensureWindow, pageLoaded, reloadPage, reloadSoon } from "./stream/window.js";

/** What a person does; the rest is news. */
type PersonKind = "press" | "paste" | "run" | "wheel" | "point" | "drag" | "let-go" | "resized" | "keys-timed-out";
/** Everything that comes from outside. */
export type News = Exclude<Action, { readonly kind: PersonKind }>;

/** Takes in what came from outside: answers to effects, the engine's news, timers. */
export function updateNews(state: State, news: News, moment: Moment): Step<State> {
  switch (news.kind) {
    case "engine-advanced":
      return engineAdvanced(state, news.news);
    case "reload-due":
    case "view-due":
    case "replay-due":
    case "overview-due":
      return somethingDue(state, news.kind, moment);
    case "notice-expired":
      return still(expireNotice(state, news.id));
    case "file-is-there":
      return still(askAboutFile(state, news.path, news.lines));
    case "noticed":
      return notice(state, news.tone, news.text);
    case "faulted":
      return noticeFault(state, news.fault);
    case "older-fetched":
      return olderFetched(state, news.outcome);
    default:
      return newsOfParts(state, news, moment);
  }
}

/** What one part of the screen alone is told. */
function newsOfParts(
  state: State,
  news: OverlayAnswer | SavedNews | SettingsNews | Answer,
  moment: Moment,
): Step<State> {
  if (isOverlayAnswer(news)) return overlayAnswer(state, news);
  if (isSettingsNews(news)) return settingsNews(state, news, moment);
  return isSavedNews(news) ? savedNews(state, news, moment) : updateAnswer(state, news, moment);
}

type SettingsNews = Extract<News, { readonly kind: (typeof SETTINGS_NEWS)[number] }>;
const SETTINGS_NEWS = ["themes-changed", "bindings-changed", "kept-found", "offer-expired"] as const;

function isSettingsNews(news: News): news is SettingsNews {
  return SETTINGS_NEWS.some((kind) => kind === news.kind);
}

/** What the screen was before, and what it is to look like from now on. */
function settingsNews(state: State, news: SettingsNews, moment: Moment): Step<State> {
  switch (news.kind) {
    case "themes-changed":
      return still({ ...state, themes: { current: news.current, available: news.available } });
    case "bindings-changed":
      return still({ ...state, bindings: news.bindings });
    case "kept-found":
      return keptFound(state, news, moment);
    case "offer-expired":
      return still(offerExpired(state));
  }
}

type Due = Extract<News["kind"], `${string}-due`>;

/** A timer of our own has run out. */
function somethingDue(state: State, kind: Due, moment: Moment): Step<State> {
  switch (kind) {
    case "reload-due":
      return reloadDue(state);
    case "view-due":
      return VIEWS[state.view].grew({ ...state, viewDue: false }, moment);
    case "replay-due":
      return playOn(state, moment);
    case "overview-due":
      return state.stream.overviewDue ? requestOverview(state) : still(state);
  }
}

function olderFetched(state: State, outcome: OlderFetch): Step<State> {
  switch (outcome.kind) {
    case "begun":
      return notice(state, "info", `fetching up to ${counted(outcome.most)} older entries; :older again stops it`);
    case "stopped":
      return notice(state, "info", "no more older entries are fetched; :older goes on");
    case "nothing":
      return notice(state, "warning", "there is no journal here that has older entries");
    case "refused":
      return noticeFault(state, outcome.fault);
  }
}

type Answer = Exclude<Extract<News, { readonly request: unknown }>, OverlayAnswer>;

/** Answers carry the number of their request; those that nobody waits for any more change nothing. */
function updateAnswer(state: State, answer: Answer, moment: Moment): Step<State> {
  switch (answer.kind) {
    case "page-loaded":
      return pageCame(state, answer.request, answer.page);
    case "found":
      return andThen(found(state, answer.request, answer.entry), ensureWindow);
    case "counted":
      return countCame(state, answer.request, answer.count, moment);
    case "overview-loaded":
      return overviewLoaded(state, answer.request, answer.overview);
    case "bookmarks-came":
      return still(bookmarksCame(state, answer.bookmarks));
    case "detail-loaded":
      return still(detailLoaded(state, answer));
    case "effect-failed":
      return effectFailed(state, answer);
    default:
      return updateViewAnswer(state, answer, moment);
  }
}

type ViewAnswer = Extract<
  Answer,
  { readonly kind: "patterns-came" | "table-came" | "machine-came" | "reach-came" | "sessions-came" }
>;

/** What views have asked for. */
function updateViewAnswer(state: State, answer: ViewAnswer, moment: Moment): Step<State> {
  switch (answer.kind) {
    case "patterns-came":
      return patternsCame(state, answer.request, answer.snapshot);
    case "table-came":
      return tableCame(state, answer.request, answer.snapshot);
    case "machine-came":
      return still(machineCame(state, answer.request, answer.series));
    case "reach-came":
      return reachCame(state, answer.request, answer.reach);
    case "sessions-came":
      return sessionsCame(state, answer, moment);
  }
}

/** Counts for nobody any more change nothing. */
function countCame(state: State, request: number, hits: number, moment: Moment): Step<State> {
  const pending = state.requests.counts.find(({ id }) => id === request);
  if (pending === undefined) return still(state);
  const counts = state.requests.counts.filter((other) => other !== pending);
  return rowCounted({ ...state, requests: { ...state.requests, counts } }, pending.purpose, hits, moment);
}

/** What is fetched of the past comes above all that is there: the page begins the log no longer. */
function withOlder(state: State, news: EngineNews): State {
  const { page } = state.stream;
  const hasGrown = olderEntries(news) > (state.engine === undefined ? 0 : olderEntries(state.engine));
  if (page === undefined || !page.atStart || !hasGrown) return state;
  return { ...state, stream: { ...state.stream, page: { ...page, atStart: false } } };
}

function olderEntries({ sources }: EngineNews): number {
  return sources.reduce((sum, { id, entries }) => (untilOf(id) === undefined ? sum : sum + entries), 0);
}

function engineAdvanced(state: State, news: EngineNews): Step<State> {
  const isNewer = state.engine === undefined || news.revision > state.engine.revision;
  const isFaulty = news.fault !== undefined && news.fault.message !== state.engine?.fault?.message;
  const told = { ...withOlder(state, news), engine: news, scope: grownScope(state.scope, news) };
  const faulted = isFaulty ? noticeFault(told, news.fault) : still(told);
  const said = andThen(faulted, (next) => rebuildNotice(next, state.engine?.rebuild, news.rebuild));
  return isNewer ? andThen(andThen(andThen(said, streamGrew), overviewSoon), viewSoon) : said;
}

/** A view that is seen and stands on the whole log is brought up to date this often. */
const GROW_MS = 1_000;

function viewSoon(state: State): Step<State> {
  if ((state.view === "stream" && !state.strip.isShown) || state.viewDue) return still(state);
  const action = { kind: "view-due" } as const;
  return withEffects({ ...state, viewDue: true }, { kind: "schedule", key: "view", ms: GROW_MS, action });
}

/** The last part of an answer is the whole; until then its request stays open. */
function tableCame(state: State, request: number, snapshot: AggregateSnapshot): Step<State> {
  const pending = state.requests.tables.find(({ id }) => id === request);
  if (pending === undefined) return still(state);
  return VIEWS[pending.view].tableCame(taken(state, request, snapshot), pending.purpose, snapshot);
}

function patternsCame(state: State, request: number, snapshot: PatternsSnapshot): Step<State> {
  const pending = state.requests.tables.find(({ id }) => id === request);
  if (pending === undefined) return still(state);
  const left = taken(state, request, snapshot);
  return still(VIEWS[pending.view].patternsCame?.(left, snapshot) ?? left);
}

/** The question is one no more when the last part of its answer has come. */
function taken(state: State, request: number, { isComplete }: { readonly isComplete: boolean }): State {
  if (!isComplete) return state;
  const tables = state.requests.tables.filter(({ id }) => id !== request);
  return { ...state, requests: { ...state.requests, tables } };
}

const REBUILD_WORDS: Readonly<Record<RebuildNews["result"], readonly [Tone, string]>> = {
  running: ["info", "a rebuild began"],
  succeeded: ["info", "the rebuild succeeded"],
  failed: ["warning", "the rebuild failed"],
  interrupted: ["warning", "the rebuild was interrupted"],
  unknown: ["warning", "the rebuild fell silent: nobody said how it ended"],
};

/** Said when it begins and when it ends, not while more becomes known of it. */
function rebuildNotice(state: State, before: RebuildNews | undefined, now: RebuildNews | undefined): Step<State> {
  if (now === undefined || (before?.startedAt === now.startedAt && before.result === now.result)) return still(state);
  const [tone, words] = REBUILD_WORDS[now.result];
  const units = now.result === "running" || now.failedUnits.length === 0 ? "" : `: ${now.failedUnits.join(", ")}`;
  return notice(state, tone, `${words}${units}`);
}

/** A followed pattern may have found new files: their entries belong on the screen, too. */
function grownScope(scope: Scope, news: EngineNews): Scope {
  const { sources } = scope;
  if (sources === undefined) return scope;
  const newcomers = news.sources.map(({ id }) => id).filter((id) => !sources.includes(id));
  return newcomers.length === 0 ? scope : { sources: [...sources, ...newcomers] };
}

/** Following shows what is new; otherwise nothing moves, and only room that is empty is filled. */
function streamGrew(state: State): Step<State> {
  const pending = state.requests.page;
  if (pending !== undefined) {
    const requests = { ...state.requests, page: { ...pending, outdated: true } };
    return still({ ...state, requests });
  }
  const { follow, frozen, markedOnly, page } = state.stream;
  const grown = { ...state, stream: { ...state.stream, grown: true } };
  if (markedOnly || frozen !== undefined) return still(grown);
  if (follow || page === undefined || page.entries.length === 0) return reloadSoon(grown);
  return ensureWindow(grown);
}

function reloadDue(state: State): Step<State> {
  const rested = { ...state, stream: { ...state.stream, reloadDue: false } };
  const { follow, frozen, page } = state.stream;
  const isWanted = frozen === undefined && (follow || page?.entries.length === 0);
  return isWanted && state.requests.page === undefined ? reloadPage(rested) : still(rested);
}

function pageCame(state: State, request: number, page: Page): Step<State> {
  const taken = pageLoaded(state, request, page);
  const isAnswer = state.requests.page?.id === request;
  const isEmpty = taken.state.stream.page?.entries.length === 0 && taken.state.requests.page === undefined;
  const isAsked = taken.state.filters.without.length > 0 || taken.state.requests.counts.some(isWithout);
  if (!isAnswer || !isEmpty || isAsked || activeParts(taken.state.filters).length === 0) return taken;
  return andThen(taken, countWithout);
}

function isWithout({ purpose }: State["requests"]["counts"][number]): boolean {
  return purpose.kind === "without";
}

/** The request is not waited for any longer; what is on the screen stays. */
function effectFailed(state: State, news: News & { readonly kind: "effect-failed" }): Step<State> {
  const { request } = news;
  const { page, find, preview, overview, detail, counts, tables, sessions, machine, reach } = state.requests;
  const requests = {
    ...state.requests,
    page: page?.id === request ? undefined : page,
    find: find?.id === request ? undefined : find,
    preview: preview === request ? undefined : preview,
    overview: overview?.id === request ? undefined : overview,
    detail: detail === request ? undefined : detail,
    sessions: sessions === request ? undefined : sessions,
    machine: machine === request ? undefined : machine,
    reach: reach === request ? undefined : reach,
    counts: counts.filter((pending) => pending.id !== request),
    tables: tables.filter((pending) => pending.id !== request),
  };
  return noticeFault({ ...state, requests, stream: { ...state.stream, travel: 0 } }, news.fault);
}
