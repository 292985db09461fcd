import type { Action } from "../../app/action.js";
import { screenToKeep } from "../../app/kept/kept-of.js";
import { topOverlay } from "../../app/overlays/stack.js";
import type { State } from "../../app/state.js";
import type { Fault, Result } from "../../core/fault.js";
import { type Micros, micros } from "../../core/time.js";
import { isSameData } from "../runtime/same-data.js";
import type { Store } from "../runtime/store.js";
import type { KeptFile, KeptRecord } from "./kept-file.js";
import type { ScreenFiles } from "./screen-files.js";

/** When a screen that was kept is shown again. */
export type Restore = "ask" | "always" | "never";

export type KeepOptions = {
  readonly files: ScreenFiles;
  readonly restore: Restore;
  readonly store: Store<State>;
  readonly dispatch: (action: Action) => void;
  readonly now: () => Micros;
  /** The theme that was asked for by other means than `:theme`. */
  readonly theme: string;
};

/** Whatever kills the program, no more than this is lost. */
const KEEP_EVERY_MS = 800;

/** Tells the state what the screen was before, and keeps what it is from now on. The function it gives keeps it a last time. */
export function keepScreen(options: KeepOptions): () => void {
  const { files, restore, store, dispatch, now, theme } = options;
  const tell = (fault: Fault): void => dispatch({ kind: "faulted", fault });
  const looks = keeper(files.looks, () => looksOf(store.get(), theme), tell);
  const place =
    files.screen === undefined || restore === "never" ? undefined : screenKeeper(options, files.screen, tell);
  if (place?.before !== undefined && restore !== "never") {
    const { at, screen } = place.before;
    if (typeof screen === "object" && screen !== null) {
      const before = {
        at: typeof at === "number" ? micros(at) : now(),
        screen: Object.fromEntries(Object.entries(screen)),
      };
      dispatch({ kind: "kept-found", before, restore });
    }
  }
  const keepers = [looks, ...(place === undefined ? [] : [place])];
  let timer: NodeJS.Timeout | undefined;
  const unsubscribe = store.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const { keep } of keepers) keep();
    }, KEEP_EVERY_MS);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
    for (const { keepNow } of keepers) keepNow();
  };
}

/** The theme that was chosen here before, unless another one has been asked for since. */
export function keptTheme({ looks }: ScreenFiles, theme: string): string {
  const read = looks.read();
  const kept: unknown = read.ok ? read.value?.["theme"] : undefined;
  if (typeof kept !== "object" || kept === null) return theme;
  const chosen: unknown = Reflect.get(kept, "chosen");
  return Reflect.get(kept, "insteadOf") === theme && typeof chosen === "string" ? chosen : theme;
}

function screenKeeper({ files, store, now }: KeepOptions, file: KeptFile, tell: (fault: Fault) => void): Keeper {
  const record = (): KeptRecord | undefined => {
    const screen = screenToKeep(store.get());
    return screen === undefined ? undefined : { sources: files.sources, screen };
  };
  return keeper(file, record, tell, () => ({ at: now() }));
}

/** Undefined while themes are only tried. */
function looksOf(state: State, theme: string): KeptRecord | undefined {
  const top = topOverlay(state);
  if (top?.kind === "list" && top.list === "themes") return undefined;
  const { current } = state.themes;
  return current === theme ? {} : { theme: { chosen: current, insteadOf: theme } };
}

type Keeper = { readonly before: KeptRecord | undefined; readonly keep: () => void; readonly keepNow: () => void };

/** Writes what `recordOf` gives whenever it says something else than what is kept. */
function keeper(
  file: KeptFile,
  recordOf: () => KeptRecord | undefined,
  tell: (fault: Fault) => void,
  stamp: () => KeptRecord = () => ({}),
): Keeper {
  const read = file.read();
  if (!read.ok) {
    tell(read.fault);
    return { before: undefined, keep: () => undefined, keepNow: () => undefined };
  }
  let known = withoutStamp(read.value) ?? recordOf();
  let isTold = false;
  let isBusy = false;
  const changed = (): KeptRecord | undefined => {
    const record = recordOf();
    if (record === undefined || isSameData(record, known)) return undefined;
    known = record;
    return { ...stamp(), ...record };
  };
  const settle = (result: Result<undefined>): void => {
    isBusy = false;
    if (!result.ok && !isTold) tell(result.fault);
    isTold ||= !result.ok;
    // What changed meanwhile.
    if (result.ok) keep();
  };
  const keep = (): void => {
    if (isBusy) return;
    const record = changed();
    if (record === undefined) return;
    isBusy = true;
    void file.write(record).then(settle);
  };
  return {
    before: read.value,
    keep,
    keepNow: () => {
      const record = changed();
      if (record !== undefined) file.writeNow(record);
    },
  };
}

function withoutStamp(record: KeptRecord | undefined): KeptRecord | undefined {
  if (record === undefined) return undefined;
  const { at: _at, ...rest } = record;
  return rest;
}
