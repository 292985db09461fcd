import { setTimeout as setTimeoutPromise } from "node:timers/promises";
import type { Action } from "../../app/action.js";
import type { Effect } from "../../app/effect.js";
import type { Fault } from "../../core/fault.js";
import type { Engine } from "../../core/ports.js";

/** What the effects need of the world; each is carried out here and nowhere else. */
export type EffectPorts = {
  readonly engine: Engine;
  readonly dispatch: (action: Action) => void;
  readonly applyTheme: (name: string) => void;
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
  const { engine } = ports;
  const running = new Map<string, AbortController>();
  const timers = new Map<string, NodeJS.Timeout>();
  let stopped = false;

  const dispatch = (action: Action): void => {
    if (!stopped) ports.dispatch(action);
  };
  /** Asks the engine and dispatches what comes of it, unless it was cancelled meanwhile. */
  const ask = (effect: Asking, question: (signal: AbortSignal) => Promise<Action>): void => {
    const key = effect.kind === "count" ? `count ${effect.request}` : effect.kind;
    running.get(key)?.abort();
    const controller = new AbortController();
    running.set(key, controller);
    question(controller.signal)
      .then(
        (action) => {
          if (!controller.signal.aborted) dispatch(action);
        },
        (cause: unknown) => {
          if (controller.signal.aborted) return;
          dispatch({ kind: "effect-failed", effect: effect.kind, request: effect.request, fault: faultOf(effect, cause) });
        },
      )
      .finally(() => {
        if (running.get(key) === controller) running.delete(key);
      });
  };

  const run = (effect: Effect): void => {
    switch (effect.kind) {
      case "load-page":
      case "find":
      case "count":
      case "load-overview":
      case "load-detail":
        ask(effect, (signal) => answer(engine, effect, signal));
        return;
      case "preview":
        ask(effect, (signal) => preview(engine, effect, signal, dispatch));
        return;
      case "schedule": {
        clearTimeout(timers.get(effect.key));
        const timer = setTimeout(() => {
          timers.delete(effect.key);
          dispatch(effect.action);
        }, effect.ms);
        timers.set(effect.key, timer);
        return;
      }
      case "apply-theme":
        ports.applyTheme(effect.name);
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
      stopped = true;
      for (const controller of running.values()) controller.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      running.clear();
      timers.clear();
    },
  };
}

type Asking = Extract<Effect, { readonly request: number }>;

async function answer(
  engine: Engine,
  effect: Exclude<Asking, { readonly kind: "preview" }>,
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
    case "load-detail": {
      const [neighbours, raw] = await Promise.all([
        engine.page(effect.page, signal),
        effect.raw ? engine.raw(effect.id) : undefined,
      ]);
      return { kind: "detail-loaded", request, neighbours, raw };
    }
  }
}

/** Two answers: the sample of lines as soon as it is there, and the count. */
async function preview(
  engine: Engine,
  effect: Extract<Effect, { readonly kind: "preview" }>,
  signal: AbortSignal,
  dispatch: (action: Action) => void,
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

/** Rejects when the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeoutPromise(ms, undefined, { signal });
}

/** What the engine could not do, in words; faults pass as they are. */
function faultOf(effect: Effect, cause: unknown): Fault {
  if (isFault(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return {
    code: "internal",
    message: `${effect.kind.replaceAll("-", " ")} failed: ${reason}`,
    hint: "try again; if it happens again, start anew with --no-store to see whether the store is to blame",
    cause,
  };
}

function isFault(value: unknown): value is Fault {
  return typeof value === "object" && value !== null && "code" in value && "message" in value && "hint" in value;
}
