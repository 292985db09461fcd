import { setTimeout as setTimeoutPromise } from "node:timers/promises";
import type { Action } from "../../app/action.js";
import type { Effect } from "../../app/effect.js";
import { Bug, type Fault, FaultError } from "../../core/fault.js";
import type { Engine } from "../../core/ports.js";
import { reachOf } from "../../core/reach.js";
import { isSaved, type SavedEffect } from "../saved/carry-out.js";
import { listFolder } from "../outside/list-folder.js";
import { isOutside, type OutsideEffect } from "../outside/outside.js";

/** What the effects need of the world; each is carried out here and nowhere else. */
export type EffectPorts = {
  readonly engine: Engine;
  readonly dispatch: (action: Action) => void;
  readonly applyTheme: (name: string) => void;
  /** Carries out what goes to a clipboard, a file, another program. */
  readonly outside: (effect: OutsideEffect) => Promise<Action>;
  /** Carries out what is about the file of saved filters. */
  readonly saved: (effect: SavedEffect) => Action;
  readonly redraw: () => void;
  readonly suspend: () => void;
  readonly quit: () => void;
};

export type EffectRunner = {
  readonly run: (effect: Effect) => void;
  /** Cancels what is under way; nothing is dispatched afterwards. */
  readonly stop: () => void;
};

/** Typing pauses at least this long before a preview is worth its cost. */
const PREVIEW_DELAY_MS = 100;

/** Carries effects out. An effect with a request number takes the place of an earlier one of its kind, but for counts. */
export function createEffectRunner(ports: EffectPorts): EffectRunner {
  const ask = createAsker(ports.dispatch);
  const timers = createTimers(ports.dispatch);
  const run = (effect: Effect): void => {
    if ("request" in effect) {
      ask.question(effect, (signal) => answerOf(ports, effect, signal));
      return;
    }
    if (isSaved(effect)) {
      ports.dispatch(ports.saved(effect));
      return;
    }
    if (isOutside(effect)) {
      ports.outside(effect).then(ports.dispatch, (cause: unknown) => {
        ports.dispatch({ kind: "faulted", fault: faultOf(effect, cause) });
      });
      return;
    }
    switch (effect.kind) {
      case "schedule":
        timers.schedule(effect);
        return;
      case "call-off":
        ask.callOff(effect);
        return;
      case "apply-theme":
        ports.applyTheme(effect.name);
        return;
      case "fetch-older":
        void ports.engine.fetchOlder().then((outcome) => ports.dispatch({ kind: "older-fetched", outcome }));
        return;
      case "keep-bookmark":
        void ports.engine.keepBookmark(effect.change).then((kept) => {
          if (!kept.ok) ports.dispatch({ kind: "faulted", fault: notKept(kept.fault) });
        });
        return;
      case "redraw":
        ports.redraw();
        return;
      case "suspend":
        ports.suspend();
        return;
      case "quit":
        ports.quit();
    }
  };
  return {
    run,
    stop() {
      ask.stop();
      timers.stop();
    },
  };
}

type Schedule = Extract<Effect, { readonly kind: "schedule" }>;

/** Actions to come; one of the same key takes the place of the one that waits. */
function createTimers(dispatch: (action: Action) => void): {
  readonly schedule: (effect: Schedule) => void;
  readonly stop: () => void;
} {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    schedule({ key, ms, action }) {
      clearTimeout(timers.get(key));
      const timer = setTimeout(() => {
        timers.delete(key);
        dispatch(action);
      }, ms);
      timers.set(key, timer);
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Puts questions to the engine; a newer one of the same kind cancels the older, whose answer is then not wanted. */
function createAsker(dispatch: (action: Action) => void): {
  readonly question: (effect: Asking, ask: (signal: AbortSignal) => Promise<Action>) => void;
  readonly callOff: (effect: Extract<Effect, { readonly kind: "call-off" }>) => void;
  readonly stop: () => void;
} {
  const running = new Map<string, AbortController>();
  return {
    callOff({ counts, values }) {
      for (const request of counts) running.get(countKey(request))?.abort();
      if (values) running.get("load-values")?.abort();
    },
    question(effect, ask) {
      const key = keyOf(effect);
      running.get(key)?.abort();
      const controller = new AbortController();
      running.set(key, controller);
      const { kind, request } = effect;
      const settle = (action: Action): void => {
        if (running.get(key) === controller) running.delete(key);
        if (!controller.signal.aborted) dispatch(action);
      };
      ask(controller.signal).then(settle, (cause: unknown) => {
        settle({ kind: "effect-failed", effect: kind, request, fault: faultOf(effect, cause) });
      });
    },
    stop() {
      for (const controller of running.values()) controller.abort();
      running.clear();
    },
  };
}

/** What takes the place of what. */
function keyOf(effect: Asking): string {
  if (effect.kind === "count") return countKey(effect.request);
  return effect.kind === "load-table" ? `table ${effect.key}` : effect.kind;
}

function countKey(request: number): string {
  return `count ${request}`;
}

type Asking = Extract<Effect, { readonly request: number }>;

function notKept(fault: Fault): Fault {
  return { ...fault, message: `the bookmark is there until the end, but it could not be kept: ${fault.message}` };
}

function answerOf(ports: EffectPorts, effect: Asking, signal: AbortSignal): Promise<Action> {
  if (effect.kind === "preview") return preview(ports, effect, signal);
  if (effect.kind === "sample") return sample(ports, effect, signal);
  if (isInParts(effect)) return inParts(ports, effect, signal);
  return answer(ports.engine, effect, signal);
}

async function answer(
  engine: Engine,
  effect: Exclude<Asking, InParts | { readonly kind: "preview" | "sample" }>,
  signal: AbortSignal,
): Promise<Action> {
  const { request } = effect;
  switch (effect.kind) {
    case "load-page":
      return { kind: "page-loaded", request, page: await engine.page(effect.page, signal) };
    case "find":
      return { kind: "found", request, entry: await engine.find(effect.find, signal) };
    case "count":
      return { kind: "counted", request, count: await engine.count(effect.query, effect.scope, signal) };
    case "load-overview": {
      const overview = await engine.overview(effect.query, effect.scope, effect.buckets, signal);
      return { kind: "overview-loaded", request, overview };
    }
    case "list-folder":
      return { kind: "folder-came", request, folder: await listFolder(effect.folder) };
    case "load-bookmarks":
      return { kind: "bookmarks-came", request, bookmarks: await engine.bookmarks() };
    case "load-machine":
      return { kind: "machine-came", request, series: await engine.machine(effect.series) };
    case "load-reach":
      return { kind: "reach-came", request, reach: reachOf(await engine.sources(), effect.scope) };
    case "load-sessions":
      return { kind: "sessions-came", request, sessions: await engine.sessions() };
    case "load-detail": {
      const [neighbours, raw] = await Promise.all([
        engine.page(effect.page, signal),
        effect.raw ? engine.raw(effect.id) : undefined,
      ]);
      return { kind: "detail-loaded", request, neighbours, raw };
    }
  }
}

type InParts = Extract<Effect, { readonly kind: "load-table" | "load-patterns" | "load-values" }>;

function isInParts(effect: Asking): effect is InParts {
  return effect.kind === "load-table" || effect.kind === "load-patterns" || effect.kind === "load-values";
}

/** The answer as it grows; the last part is the answer. */
async function inParts({ engine, dispatch }: EffectPorts, effect: InParts, signal: AbortSignal): Promise<Action> {
  let last: Action | undefined;
  for await (const part of partsOf(engine, effect, signal)) {
    if (last !== undefined && !signal.aborted) dispatch(last);
    last = part;
  }
  if (last === undefined) throw new Bug(`${effect.kind} had no answer`);
  return last;
}

async function* partsOf(engine: Engine, effect: InParts, signal: AbortSignal): AsyncIterable<Action> {
  const { request } = effect;
  if (effect.kind === "load-patterns") {
    for await (const snapshot of engine.patterns(effect.patterns, signal)) {
      yield { kind: "patterns-came", request, snapshot };
    }
    return;
  }
  const kind = effect.kind === "load-table" ? "table-came" : "values-came";
  for await (const snapshot of engine.aggregate(effect, signal)) yield { kind, request, snapshot };
}

/** Two answers: the sample of lines as soon as it is there, and the count. */
async function preview(
  { engine, dispatch }: EffectPorts,
  effect: Extract<Effect, { readonly kind: "preview" }>,
  signal: AbortSignal,
): Promise<Action> {
  const { request, page } = effect;
  await pause(PREVIEW_DELAY_MS, signal);
  const showSample = async (): Promise<void> => {
    const sample = await engine.page(page, signal);
    if (!signal.aborted) dispatch({ kind: "preview-loaded", request, page: sample });
  };
  const [count] = await Promise.all([engine.count(page.query, page.scope, signal), showSample()]);
  return { kind: "preview-counted", request, count };
}

/** Whoever goes through a list does not want the lines of each row. */
async function sample(
  { engine }: EffectPorts,
  { request, page }: Extract<Effect, { readonly kind: "sample" }>,
  signal: AbortSignal,
): Promise<Action> {
  await pause(PREVIEW_DELAY_MS, signal);
  return { kind: "sample-loaded", request, page: await engine.page(page, signal) };
}

/** Rejects when the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeoutPromise(ms, undefined, { signal });
}

/** What the engine could not do, in words; faults pass as they are. */
function faultOf(effect: Effect, cause: unknown): Fault {
  if (cause instanceof FaultError) return cause.fault;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return {
    code: "internal",
    message: `${effect.kind.replaceAll("-", " ")} failed: ${reason}`,
    hint: "try again; if it happens again, start anew with --no-store to see whether the store is to blame",
    cause,
  };
}
