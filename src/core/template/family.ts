import { commonToken } from "./common-token.js";
import { HOLE } from "./hole.js";
import { isUnitToken } from "./units.js";
import { MOST, mostAt } from "./word-limit.js";

/** One token of a family's texts. */
type Place = {
  /** What its tokens have in common. */
  token: string;
  /** It is the place of a value: what stands there tells no templates apart. */
  isOpen: boolean;
  /** The different tokens that were seen there while it was not. */
  words: readonly string[];
};

/**
 * Masked texts of one length that are so alike that they may be one message, or a few: `session opened for user <*>` and
 * `session closed for user <*>`. Each combination of words at places that are not open is a template.
 */
export type Family<Kept> = {
  readonly places: readonly Place[];
  /** By the tokens of the template. */
  readonly templates: Map<string, Kept>;
  /** How many of its tokens are more than punctuation. */
  readonly weight: number;
};

/** With more the place with the most words is opened: a product of words is no longer a message. */
const MOST_TEMPLATES = 64;

export function newFamily<Kept>(tokens: readonly string[]): Family<Kept> {
  return {
    places: tokens.map((token) => ({ token, isOpen: false, words: [token] })),
    templates: new Map(),
    weight: weightOf(tokens),
  };
}

/**
 * How alike a text of the same length is: the share of its tokens that are words of the family. Holes do not count,
 * because most lines have them.
 */
export function likeness({ places, weight }: Family<unknown>, tokens: readonly string[]): number {
  let same = 0;
  for (let at = 0; at < places.length; at += 1) {
    const token = tokens[at] ?? "";
    if (isAlike(places[at], token) || isOtherUnit(places, tokens, at)) same += 1;
  }
  return same / weight;
}

function isAlike(place: Place | undefined, token: string): boolean {
  const own = place?.token;
  return (token === own || token === `${own}${HOLE}` || `${token}${HOLE}` === own) && hasLetter(token);
}

/** 5 ms and 3 s are one amount: the unit is a part of the value. */
function isOtherUnit(places: readonly Place[], tokens: readonly string[], at: number): boolean {
  if (!isUnitToken(tokens[at] ?? "") || tokens[at - 1]?.endsWith(HOLE) !== true) return false;
  return isUnitToken(places[at]?.words[0] ?? "");
}

/** Takes a text in. True when a place has changed, so that the templates have to be made again. */
export function widen<Kept>(family: Family<Kept>, tokens: readonly string[]): boolean {
  let hasChanged = false;
  for (const [at, place] of family.places.entries()) {
    const token = tokens[at] ?? "";
    if (!place.isOpen) {
      if (place.words.includes(token)) continue;
      const most = isOtherUnit(family.places, tokens, at)
        ? MOST.values
        : Math.min(...place.words.map((word) => mostAt(word, token)));
      place.words = [...place.words, token];
      place.isOpen = place.words.length > most;
      hasChanged ||= place.isOpen;
    }
    const common = commonToken(place.token, token);
    hasChanged ||= place.isOpen && common !== place.token;
    place.token = common;
  }
  if (family.templates.size >= MOST_TEMPLATES && !hasChanged) hasChanged = openWidest(family.places);
  return hasChanged;
}

function openWidest(places: readonly Place[]): boolean {
  let widest: Place | undefined;
  for (const place of places) {
    if (!place.isOpen && place.words.length > (widest?.words.length ?? 1)) widest = place;
  }
  if (widest !== undefined) widest.isOpen = true;
  return widest !== undefined;
}

/** The tokens of the template that a text of the family has. */
export function projected({ places }: Family<unknown>, tokens: readonly string[]): readonly string[] {
  return tokens.map((token, at) => {
    const place = places[at];
    return place?.isOpen === true ? place.token : token;
  });
}

export function hasLetter(token: string): boolean {
  return /[a-zA-Z\u0080-\uffff]/.test(token);
}

export function weightOf(tokens: readonly string[]): number {
  return Math.max(1, tokens.filter((token) => !isPunctuation(token)).length);
}

function isPunctuation(token: string): boolean {
  return !/[a-zA-Z0-9\0\u0080-\uffff]/.test(token);
}
