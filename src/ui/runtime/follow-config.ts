import type { KeyOverrides } from "../../app/keys/merge.js";
import type { Fault, Result } from "../../core/fault.js";
import { isSameData } from "./same-data.js";
import { watchFile } from "./watch-file.js";

/** What of the settings holds as soon as it is changed. */
type LiveSettings = {
  readonly theme: string;
  readonly standingThemes: { readonly dark: string; readonly light: string };
  readonly layout: string;
  readonly mouse: boolean;
  readonly ascii: boolean;
  readonly keys: KeyOverrides;
};

/** The config file: where it is, and what it says now together with all else that says something. */
export type ConfigSource = {
  readonly path: string;
  /** `later` are the settings that are others now than at the start, and hold from the next one on. */
  readonly read: () => Result<{ readonly live: LiveSettings; readonly later: readonly string[] }>;
};

export type ConfigChange = {
  readonly live: LiveSettings;
  /** What of it is another than before. */
  readonly changed: readonly (keyof LiveSettings)[];
  readonly later: readonly string[];
};

/** Reads the file again whenever it changes. A file with a fault in it changes nothing, and is told. */
export function followConfig(
  source: ConfigSource,
  tell: { readonly changed: (change: ConfigChange) => void; readonly fault: (fault: Fault) => void },
): { readonly close: () => void } {
  const first = source.read();
  let last = first.ok ? first.value : undefined;
  return watchFile(source.path, () => {
    const read = source.read();
    if (!read.ok) {
      const hint = `${read.fault.hint}; until then the settings stay as they were`;
      tell.fault({ ...read.fault, hint });
      return;
    }
    const { live, later } = read.value;
    const before = last;
    last = read.value;
    const changed = LIVE.filter((name) => !isSameData(live[name], before?.live[name]));
    const isNews = changed.length > 0 || !isSameData(later, before?.later ?? []);
    if (isNews) tell.changed({ live, changed, later });
  });
}

const LIVE = ["theme", "standingThemes", "layout", "mouse", "ascii", "keys"] as const;

const WORDS: Readonly<Record<keyof LiveSettings, string>> = {
  theme: "theme",
  standingThemes: "themes of day and night",
  layout: "layout",
  mouse: "mouse",
  ascii: "ascii",
  keys: "keys",
};

/** What there is to say of a change. */
export function changeText({ changed, later }: ConfigChange): string {
  const now = changed.length === 0 ? [] : [`settings read again: ${changed.map((name) => WORDS[name]).join(", ")}`];
  const next = later.length === 0 ? [] : [`from the next start on: ${later.join(", ")}`];
  return [...now, ...next].join("; ");
}
