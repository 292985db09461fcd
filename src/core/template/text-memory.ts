import type { LogEntry } from "../entry.js";
import { skeletonOf } from "./skeleton.js";

/** By what the template of an entry is decided. */
type Known = Pick<LogEntry, "format" | "identifier" | "unit" | "text">;

/**
 * Remembers something for every skeleton of the texts of one format and space. Bounded: when it is full it forgets
 * everything.
 */
export type TextMemory<Value> = {
  find(entry: Known): Value | undefined;
  /** For the entry that was looked for last. */
  keep(value: Value): void;
  clear(): void;
};

const MOST_SKELETONS = 50_000;

/** Formats of what builders say: all of them say the same, whatever package it is about. */
export const BUILD_FORMATS: readonly string[] = ["nix", "nix-log"];
export const BUILD_SPACE = "nix";

/** Whose message it is: messages of different programs share no templates, those of all builds do. */
export function spaceOf({ format, identifier, unit }: Pick<LogEntry, "format" | "identifier" | "unit">): string {
  return BUILD_FORMATS.includes(format) ? BUILD_SPACE : (identifier ?? unit ?? "");
}

export function createTextMemory<Value>(): TextMemory<Value> {
  const spaces = new Map<string, Map<string, Value>>();
  let size = 0;
  let skeleton = "";
  let space = new Map<string, Value>();

  function spaceFor(entry: Known): Map<string, Value> {
    const key = `${entry.format}\n${spaceOf(entry)}`;
    const known = spaces.get(key);
    if (known !== undefined) return known;
    const made = new Map<string, Value>();
    spaces.set(key, made);
    return made;
  }

  function clear(): void {
    spaces.clear();
    size = 0;
  }

  return {
    find(entry) {
      if (size >= MOST_SKELETONS) clear();
      space = spaceFor(entry);
      skeleton = skeletonOf(entry.text);
      return space.get(skeleton);
    },
    keep(value) {
      size += space.has(skeleton) ? 0 : 1;
      space.set(skeleton, value);
    },
    clear,
  };
}
