import type { Action } from "../../app/action.js";
import type { Histories, State } from "../../app/state.js";
import type { Store } from "../runtime/store.js";
import type { HistoryFile } from "./history-file.js";

export type HistoryOptions = {
  readonly file: HistoryFile | undefined;
  readonly store: Store<State>;
  readonly dispatch: (action: Action) => void;
};

/** Tells what was entered before, and keeps what is entered from now on. The function it gives ends that. */
export function keepHistory({ file, store, dispatch }: HistoryOptions): () => void {
  if (file === undefined) return () => undefined;
  const read = file.read();
  if (!read.ok) {
    dispatch({ kind: "faulted", fault: read.fault });
    return () => undefined;
  }
  dispatch({ kind: "history-came", entered: read.value });
  let known = store.get().histories;
  let isTold = false;
  return store.subscribe(() => {
    const { histories } = store.get();
    if (histories === known) return;
    const added = newestOf(known, histories);
    known = histories;
    for (const entered of added) {
      const kept = file.add(entered);
      if (kept.ok || isTold) continue;
      isTold = true;
      dispatch({ kind: "faulted", fault: kept.fault });
    }
  });
}

/** What was entered last in the prompts whose history is another one now. */
function newestOf(before: Histories, now: Histories): readonly { readonly prompt: string; readonly text: string }[] {
  const past: Readonly<Record<string, readonly string[]>> = before;
  return Object.entries(now).flatMap(([prompt, texts]) => {
    const text = texts.at(-1);
    return texts === past[prompt] || text === undefined ? [] : [{ prompt, text }];
  });
}
