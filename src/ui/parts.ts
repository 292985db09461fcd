import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from "react";
import type { Action } from "../app/action.js";
import type { State } from "../app/state.js";
import { Bug } from "../core/fault.js";
import type { Glyphs } from "./glyphs.js";
import { isSameData } from "./runtime/same-data.js";
import type { Store } from "./runtime/store.js";
import type { ZoneOffset } from "./time-text.js";

/** What components need besides the theme. It hardly ever changes: what does is read through selectors. */
export type Parts = {
  readonly store: Store<State>;
  readonly dispatch: (action: Action) => void;
  readonly glyphs: Glyphs;
  readonly ascii: boolean;
  /** The terminal knows links (OSC 8). */
  readonly links: boolean;
  /** Words instead of charts, the terminal's cursor on what is selected. */
  readonly plain: boolean;
  readonly zone: ZoneOffset;
};

export const PartsContext = createContext<Parts | undefined>(undefined);

export function useParts(): Parts {
  const parts = useContext(PartsContext);
  if (parts === undefined) throw new Bug("this component needs a PartsContext around it");
  return parts;
}

/** How often something is looked at that changes with every line of the log. */
export type Calm = {
  readonly ms: number;
  /** A change of this is shown at once: what a person did. */
  readonly but: (state: State) => unknown;
};

/** Numbers need not be drawn more often than people read. */
export const CALM_MS = 200;

/** What a selector makes of the state; the component is drawn again only when that says something else. */
export function useSelected<Value>(selector: (state: State) => Value, calm?: Calm): Value {
  const { store } = useParts();
  const known = useRef<Known<Value> | undefined>(undefined);
  const subscribe = useCallback(
    (listener: () => void) => (calm === undefined ? store.subscribe(listener) : subscribeCalmly(store, listener, calm)),
    [store, calm],
  );
  return useSyncExternalStore(subscribe, () => {
    const state = store.get();
    const last = known.current;
    if (last?.state === state && last.selector === selector) return last.value;
    const value = selector(state);
    const kept = last !== undefined && isSameData(last.value, value) ? last.value : value;
    known.current = { state, selector, value: kept };
    return kept;
  });
}

type Known<Value> = { readonly state: State; readonly selector: (state: State) => Value; readonly value: Value };

function subscribeCalmly(store: Store<State>, listener: () => void, calm: Calm): () => void {
  let timer: NodeJS.Timeout | undefined;
  let seen = calm.but(store.get());
  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    listener();
  };
  const unsubscribe = store.subscribe(() => {
    const now = calm.but(store.get());
    if (isSameData(seen, now)) {
      timer ??= setTimeout(tell, calm.ms);
      return;
    }
    seen = now;
    tell();
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}
