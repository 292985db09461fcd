import { basename, join } from "node:path";
import { Bug, type Fault } from "../../core/fault.js";
import { findTheme, type FoundTheme, themeNames } from "../../theme/find.js";
import { createPainter, type Painter } from "../../theme/painter.js";
import type { ColourDepth, Theme } from "../../theme/roles.js";
import { appearanceAtHour, MOVING_THEMES } from "../../theme/moving.js";
import { createStore, type Store } from "./store.js";
import { watchFile } from "./watch-file.js";

export type ThemesOptions = {
  /** Where the user's own themes are; need not exist. */
  readonly folder: string | undefined;
  readonly depth: ColourDepth;
  /** What `auto` follows; undefined where nobody can tell, when it follows the hour. */
  readonly background: Theme["appearance"] | undefined;
  /** What `auto` and `daylight` stand for. */
  readonly standing: Readonly<Record<Theme["appearance"], string>>;
  /** The hour of the day here, 0 to 23. */
  readonly hour: () => number;
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
  /** What `auto` and `daylight` stand for from now on; `apply` draws with it. */
  readonly setStanding: (standing: ThemesOptions["standing"]) => void;
  readonly close: () => void;
};

const DAYLIGHT_CHECK_MS = 60_000;

/** The theme in use; its files are watched, so that a theme can be made while looking at it. */
export function createThemes(first: string, given: ThemesOptions): Themes {
  let options = given;
  let watchers: readonly { readonly close: () => void }[] = [];
  let daylight: NodeJS.Timeout | undefined;
  let tellFault = options.onFault;
  const names = (): readonly string[] => [...MOVING_THEMES, ...themeNames(options.folder)];
  const close = (): void => {
    clearInterval(daylight);
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };
  const load = (name: string): Painter | undefined => {
    const standsFor = fixedNameOf(name, options);
    const found = findTheme(standsFor, options.folder);
    if (!found.ok) {
      tellFault(found.fault);
      return undefined;
    }
    tellWarnings(found.value, tellFault);
    close();
    watchers = placesOf(found.value.files, options.folder).map((file) => watchFile(file, () => apply(name)));
    if (followsHour(name, options)) {
      const check = (): void => {
        if (fixedNameOf(name, options) !== standsFor) apply(name);
      };
      daylight = setInterval(check, DAYLIGHT_CHECK_MS).unref();
    }
    return createPainter(found.value.theme, options.depth);
  };
  const apply = (name: string): boolean => {
    const painter = load(name);
    if (painter !== undefined) store.set(painter);
    return painter !== undefined;
  };
  const store = createStore(
    load(first) ?? load("auto") ?? load(options.background ?? "dark") ?? plainPainter(options.depth),
  );
  const onFault = (listener: (fault: Fault) => void): void => {
    tellFault = listener;
  };
  const setStanding = (standing: ThemesOptions["standing"]): void => {
    options = { ...options, standing };
  };
  return { painter: store, names, apply, onFault, setStanding, close };
}

/** The theme that has this name, or that the name stands for now. */
function fixedNameOf(name: string, { background, standing, hour }: ThemesOptions): string {
  if (name === "auto") return standing[background ?? appearanceAtHour(hour())];
  return name === "daylight" ? standing[appearanceAtHour(hour())] : name;
}

function followsHour(name: string, { background }: ThemesOptions): boolean {
  return name === "daylight" || (name === "auto" && background === undefined);
}

/** What in a theme was not understood leaves the rest of it in use. */
function tellWarnings({ warnings: [first, ...others], files }: FoundTheme, tell: (fault: Fault) => void): void {
  if (first === undefined) return;
  const more = others.length === 0 ? "" : `, and ${others.length} more like it`;
  tell({ code: "theme-invalid", message: `${first}${more}`, hint: `the rest of ${files[0] ?? "it"} is in use` });
}

/** Ships with the program: only a broken installation comes without it. */
function plainPainter(depth: ColourDepth): Painter {
  const found = findTheme("dark", undefined);
  if (!found.ok) throw new Bug(found.fault.message, { cause: found.fault });
  return createPainter(found.value.theme, depth);
}

/** Also in the folder of the user's own themes, for one that is to take the place of a theme that ships. */
function placesOf(files: readonly string[], ownFolder: string | undefined): readonly string[] {
  const own = ownFolder === undefined ? [] : files.map((file) => join(ownFolder, basename(file)));
  return [...new Set([...files, ...own])];
}
