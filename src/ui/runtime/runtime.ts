import type { Action } from "../../app/action.js";
import type { Effect, Step } from "../../app/effect.js";
import type { Moment } from "../../app/moment.js";
import type { State } from "../../app/state.js";
import type { EngineNews } from "../../core/ports.js";
import { update } from "../../app/update.js";
import { createEffectRunner, type EffectPorts } from "./effects.js";
import { createStore, type Store } from "./store.js";

export type RuntimeOptions = Omit<EffectPorts, "dispatch"> & {
  readonly first: Step<State>;
  readonly moment: () => Moment;
  /** News are taken in no more often than this; with 0 as they come. */
  readonly newsEveryMs: number;
  /** A mistake of ours came to light: the state is not to be trusted any more. */
  readonly crash: (error: unknown) => void;
};

/** The state, what changes it and what it asks for. */
export type Runtime = {
  readonly store: Store<State>;
  /** Handled at once, whatever it is: the state is always up to date, only its picture waits for a frame. */
  readonly dispatch: (action: Action) => void;
  readonly start: () => void;
  readonly stop: () => void;
};

/**
 * Runs `update` and its effects. The engine paces its news, so they are taken in at once: a page is asked for while the
 * frame before is still being shown.
 */
export function createRuntime(options: RuntimeOptions): Runtime {
  const store = createStore(options.first.state);
  const queue: Action[] = [];
  let isBusy = false;
  let isStopped = false;
  let unsubscribe: (() => void) | undefined;

  const carryOut = (effects: readonly Effect[]): void => {
    for (const effect of effects) runner.run(effect);
  };
  /** An effect may dispatch before it returns: its action has its turn when this one is done. */
  const dispatch = (action: Action): void => {
    if (isStopped) return;
    queue.push(action);
    if (isBusy) return;
    isBusy = true;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const step = update(store.get(), next, options.moment());
        store.set(step.state);
        carryOut(step.effects);
      }
    } catch (error) {
      queue.length = 0;
      options.crash(error);
    } finally {
      isBusy = false;
    }
  };
  const runner = createEffectRunner({ ...options, dispatch });

  return {
    store,
    dispatch,
    start() {
      carryOut(options.first.effects);
      const take = (news: EngineNews): void => dispatch({ kind: "engine-advanced", news });
      unsubscribe = options.engine.onNews(options.newsEveryMs === 0 ? take : paced(take, options.newsEveryMs));
    },
    stop() {
      isStopped = true;
      unsubscribe?.();
      runner.stop();
    },
  };
}

/** The first at once, then the latest of each while. */
function paced(take: (news: EngineNews) => void, everyMs: number): (news: EngineNews) => void {
  let waiting: EngineNews | undefined;
  let timer: NodeJS.Timeout | undefined;
  const rest = (): void => {
    timer = undefined;
    if (waiting === undefined) return;
    const news = waiting;
    waiting = undefined;
    timer = setTimeout(rest, everyMs);
    take(news);
  };
  return (news) => {
    waiting = news;
    if (timer === undefined) rest();
  };
}
