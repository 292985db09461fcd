import { recogniseStamp } from "./recognise-stamp.js";
import type { Stamp } from "./stamp.js";
import { CLASS } from "./token-class.js";

/** Where a row's text has its time: at the start or a little behind, in one of the styles seen so far or a new one. */
export type StampFinder = {
  /** Where the stamp begins, or -1; `style` is its number and `end` where it ends. */
  find(text: Uint8Array, from: number, end: number, at: number): number;
  readonly style: number;
  readonly end: number;
  /** The day of the stamp found last. */
  readonly day: number;
  readonly styles: readonly Stamp[];
};

/** The number of a style has two octal digits. */
const MOST_STYLES = 64;
/** A new style is looked for within so many bytes. */
const WITHIN = 64;
/** Places that are tried at once: a log has few. */
const MOST_PLACES = 6;
/** After so many rows in vain, only one in `SELDOM` is looked at closely. */
const PATIENCE = 64;
const SELDOM = 64;

type Place = { readonly style: number; readonly stamp: Stamp; readonly offset: number };

export function newStampFinder(): StampFinder {
  const styles: Stamp[] = [];
  let places: readonly Place[] = [];
  let misses = 0;

  function numberOf(found: Stamp): number {
    const known = styles.findIndex(({ pattern, offset }) => pattern === found.pattern && offset === found.offset);
    if (known >= 0) return known;
    return styles.length < MOST_STYLES ? styles.push(found) - 1 : -1;
  }

  function search(text: Uint8Array, from: number, end: number, at: number): Place | undefined {
    misses += 1;
    if (misses > PATIENCE && misses % SELDOM !== 0) return undefined;
    const stop = Math.min(end, from + WITHIN);
    for (let start = from; start < stop; start += 1) {
      const byte = text[start] ?? 0;
      if ((CLASS[byte] ?? 0) === 0 || (start > from && (CLASS[text[start - 1] ?? 0] ?? 0) !== 0)) continue;
      const found = recogniseStamp(text, start, end, at);
      if (found === undefined) continue;
      const style = numberOf(found);
      const stamp = styles[style];
      return stamp === undefined ? undefined : { style, stamp, offset: start - from };
    }
    return undefined;
  }

  const finder = {
    style: 0,
    end: 0,
    day: 0,
    styles,
    find(text: Uint8Array, from: number, end: number, at: number): number {
      for (const place of places) {
        const start = from + place.offset;
        if (!place.stamp.matches(at, text, start, end) || !isTokenStart(text, from, start)) continue;
        misses = 0;
        return give(place, start);
      }
      const place = search(text, from, end, at);
      if (place === undefined) return -1;
      misses = 0;
      places = [place, ...places].slice(0, MOST_PLACES);
      return give(place, from + place.offset);
    },
  };
  const give = (place: Place, start: number): number => {
    finder.style = place.style;
    finder.end = start + place.stamp.length;
    finder.day = place.stamp.day();
    return start;
  };
  return finder;
}

function isTokenStart(text: Uint8Array, from: number, start: number): boolean {
  return start === from || (CLASS[text[start - 1] ?? 0] ?? 0) === 0;
}
