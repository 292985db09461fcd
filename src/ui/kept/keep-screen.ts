import type { Action } from "../../app/action.js";
import { screenToKeep } from "../../app/kept/kept-of.js";
import type { State } from "../../app/state.js";
import type { Fault, Result } from "../../core/fault.js";
import { type Micros, micros } from "../../core/time.js";
import { isSameData } from "../runtime/same-data.js";
import type { Store } from "../runtime/store.js";
import { type AskedLooks, looksToKeep, mergedLooks } from "./kept-looks.js";
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
  /** By other means than on the screen. */
  readonly asked: () => AskedLooks;
};

/** Whatever kills the program, no more than this is lost. */
const KEEP_EVERY_MS = 800;

/** Tells the state what the screen was before, and keeps what it is from now on. The function it gives keeps it a last time. */
export function keepScreen(options: KeepOptions): () => void {
  const { files, restore, store, dispatch, now } = options;
  const tell = (fault: Fault): void => dispatch({ kind: "faulted", fault });
  const looks = keeper(files.looks, looksKeeping(options, tell));
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

/** Who wants nothing back leaves there what others want; layouts that are saved are kept for all. */
function looksKeeping({ store, asked, restore }: KeepOptions, tell: (fault: Fault) => void): Keeping {
  if (restore !== "never") return { recordOf: () => looksToKeep(store.get(), asked()), merge: mergedLooks, tell };
  const onlyLayouts = ({ layouts }: KeptRecord): KeptRecord => (layouts === undefined ? {} : { layouts });
  return {
    recordOf: () => onlyLayouts(looksToKeep(store.get(), asked()) ?? {}),
    merge: (mine, before, there) => ({ ...there, layouts: {}, ...mergedLooks(mine, before, there) }),
    tell,
    known: onlyLayouts,
  };
}

function screenKeeper({ files, store, now }: KeepOptions, file: KeptFile, tell: (fault: Fault) => void): Keeper {
  const record = (): KeptRecord | undefined => {
    const screen = screenToKeep(store.get());
    return screen === undefined ? undefined : { sources: files.sources, screen };
  };
  return keeper(file, { recordOf: record, merge: (mine) => ({ at: now(), ...mine }), tell });
}

type Keeper = { readonly before: KeptRecord | undefined; readonly keep: () => void; readonly keepNow: () => void };

type Keeping = {
  readonly recordOf: () => KeptRecord | undefined;
  /** What is written, of ours, of what was known of the file before, and of what it holds now. */
  readonly merge: (mine: KeptRecord, before: KeptRecord, there: KeptRecord) => KeptRecord;
  readonly tell: (fault: Fault) => void;
  /** What of the file `recordOf` speaks of; all of it if left out. */
  readonly known?: (record: KeptRecord) => KeptRecord;
};

/** Writes what `recordOf` gives whenever it says something else than what is kept. */
function keeper(file: KeptFile, { recordOf, merge, tell, known: knownOf = withoutStamp }: Keeping): Keeper {
  const read = file.read();
  if (!read.ok) {
    tell(read.fault);
    return { before: undefined, keep: () => undefined, keepNow: () => undefined };
  }
  let known = (read.value === undefined ? recordOf() : knownOf(read.value)) ?? {};
  let isTold = false;
  let isBusy = false;
  let writing: KeptRecord | undefined;
  const changed = (): KeptRecord | undefined => {
    const record = recordOf();
    if (record === undefined || isSameData(record, known)) return undefined;
    const there = file.read();
    const merged = merge(record, known, there.ok ? (there.value ?? {}) : {});
    known = record;
    return merged;
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
    writing = record;
    void file.write(record).then(settle);
  };
  return {
    before: read.value,
    keep,
    keepNow: () => {
      // What is still being written may not be there in time.
      const record = changed() ?? (isBusy ? writing : undefined);
      if (record !== undefined) file.writeNow(record);
    },
  };
}

function withoutStamp({ at: _at, ...record }: KeptRecord): KeptRecord {
  return record;
}
