import { type FSWatcher, watch } from "node:fs";
import { Bug, type Fault } from "../../core/fault.js";
import { findTheme, themeNames } from "../../theme/find.js";
import { createPainter, type Painter } from "../../theme/painter.js";
import type { ColourDepth } from "../../theme/roles.js";
import { createStore, type Store } from "./store.js";

export type ThemesOptions = {
  /** Where the user's own themes are; need not exist. */
  readonly folder: string | undefined;
  readonly depth: ColourDepth;
  /** What `auto` stands for. */
  readonly background: "dark" | "light";
  /** Who is told of a first theme that cannot be used. */
  readonly onFault: (fault: Fault) => void;
};

export type Themes = {
  readonly painter: Store<Painter>;
  readonly names: () => readonly string[];
  /** Draws with the theme from now on, or tells the fault, stays with the one before and gives false. */
  readonly apply: (name: string) => boolean;
  /** Who is told of themes that cannot be used from now on. */
  readonly onFault: (listener: (fault: Fault) => void) => void;
  readonly close: () => void;
};

/** Editors write a file in several steps. */
const SETTLED_MS = 100;

/** The theme in use; its files are watched, so that a theme can be made while looking at it. */
export function createThemes(first: string, options: ThemesOptions): Themes {
  let watchers: readonly FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let tellFault = options.onFault;
  const names = (): readonly string[] => ["auto", ...themeNames(options.folder)];
  const close = (): void => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };
  const load = (name: string): Painter | undefined => {
    const found = findTheme(name === "auto" ? options.background : name, options.folder);
    if (!found.ok) {
      tellFault(found.fault);
      return undefined;
    }
    close();
    watchers = found.value.files.flatMap((file) => watchFile(file, () => reload(name)));
    return createPainter(found.value.theme, options.depth);
  };
  const reload = (name: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => apply(name), SETTLED_MS);
  };
  const apply = (name: string): boolean => {
    const painter = load(name);
    if (painter !== undefined) store.set(painter);
    return painter !== undefined;
  };
  const store = createStore(load(first) ?? load(options.background) ?? plainPainter(options.depth));
  const onFault = (listener: (fault: Fault) => void): void => {
    tellFault = listener;
  };
  return { painter: store, names, apply, onFault, close };
}

/** Ships with the program: only a broken installation comes without it. */
function plainPainter(depth: ColourDepth): Painter {
  const found = findTheme("dark", undefined);
  if (!found.ok) throw new Bug(found.fault.message, { cause: found.fault });
  return createPainter(found.value.theme, depth);
}

/** A folder that cannot be watched, as for want of inotify instances, only costs the reloading. */
function watchFile(file: string, onChange: () => void): readonly FSWatcher[] {
  try {
    const watcher = watch(file, { persistent: false }, onChange);
    watcher.on("error", () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
