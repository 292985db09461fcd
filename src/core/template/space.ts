import { HOLE } from "./hole.js";
import { type Family, hasLetter, likeness } from "./family.js";
import type { Template, TemplateId } from "./template.js";

/** A template as the miner holds it: it stays the same object while its text and id change. */
export type Mined = {
  id: TemplateId;
  readonly space: string;
  tokens: readonly string[];
  hits: number;
  usedAt: number;
  samples: readonly string[];
  /** What it was put together with. */
  mergedInto: Mined | undefined;
  isForgotten: boolean;
};

export function newMined(template: Template, usedAt = 0): Mined {
  return { ...template, usedAt, mergedInto: undefined, isForgotten: false };
}

/** A masked text and its template. */
export type Form = { readonly tokens: string; mined: Mined; usedAt: number; isForgotten: boolean };

/** What is known of one space. */
export type Space = {
  readonly name: string;
  /** By the masked text. */
  readonly forms: Map<string, Form>;
  /** By the skeleton: what spares masking it. Made again where it is missing. */
  readonly skeletons: Map<string, Form>;
  readonly families: Set<Family<Mined>>;
  /** The families with a word, by the number of their tokens and the word; the newest last. */
  readonly index: Map<string, Family<Mined>[]>;
};

/** So many families with one word are looked at, and so many for one text: what comes cannot make this slow. */
const MOST_WITH_WORD = 64;
const MOST_LOOKED_AT = 128;

/** From so alike on texts are a family: three words of five; half of them where they are two or many. */
const ALIKE = 0.6;
const HALF_ALIKE = 0.5;
const MANY = 10;

export function newSpace(name: string): Space {
  return { name, forms: new Map(), skeletons: new Map(), families: new Set(), index: new Map() };
}

export function addFamily(space: Space, family: Family<Mined>): void {
  space.families.add(family);
  for (const key of keysOf(family.places.map(({ words, token }) => words[0] ?? token))) {
    const known = space.index.get(key);
    if (known === undefined) space.index.set(key, [family]);
    else {
      if (known.length === MOST_WITH_WORD) known.shift();
      known.push(family);
    }
  }
}

/** The family that is most like a masked text; undefined when none is alike. Of equals the one with more holes. */
export function familyOf(space: Space, tokens: readonly string[]): Family<Mined> | undefined {
  const atLeast = tokens.length === 2 || tokens.length >= MANY ? HALF_ALIKE : ALIKE;
  let [best, most, mostHoles]: [Family<Mined> | undefined, number, number] = [undefined, 0, -1];
  for (const family of lookedAt(space, tokens)) {
    const alike = likeness(family, tokens);
    if (alike < atLeast || alike < most) continue;
    const holes = family.places.filter(({ token }) => token.includes(HOLE)).length;
    if (alike > most || holes > mostHoles) [best, most, mostHoles] = [family, alike, holes];
  }
  return best;
}

/** Families with the rarest words first. */
function lookedAt(space: Space, tokens: readonly string[]): ReadonlySet<Family<Mined>> {
  const lists = keysOf(tokens)
    .map((key) => space.index.get(key) ?? [])
    .toSorted((left, right) => left.length - right.length);
  const found = new Set<Family<Mined>>();
  for (const list of lists) {
    for (const family of list) {
      found.add(family);
      if (found.size === MOST_LOOKED_AT) return found;
    }
  }
  return found;
}

function keysOf(tokens: readonly string[]): readonly string[] {
  return [...new Set(tokens)].filter(hasLetter).map((token) => `${tokens.length} ${token}`);
}
