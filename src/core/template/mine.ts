import type { Register } from "./register.js";
import { type Mined, newSpace, type Space } from "./space.js";
import type { Template } from "./template.js";

/** How many templates and masked texts are kept. */
export type MinerLimits = { readonly templates: number; readonly forms: number };

/** What the functions below share. */
export type Mine = {
  readonly spaces: Map<string, Space>;
  readonly register: Register;
  readonly limits: MinerLimits;
  tick: number;
  forms: number;
  forgotten: number;
};

/** More spaces than anybody has units; what comes then shares one. */
const MOST_SPACES = 2_048;
const OTHER_SPACES = "\0other";
export function spaceNamed(mine: Mine, name: string): Space {
  const known = mine.spaces.get(name);
  if (known !== undefined) return known;
  if (mine.spaces.size > MOST_SPACES && name !== OTHER_SPACES) return spaceNamed(mine, OTHER_SPACES);
  const space = newSpace(name);
  mine.spaces.set(name, space);
  return space;
}

/** What the template was put together with in the end. The way there is made short. */
export function lastOf(mined: Mined): Mined {
  let last = mined;
  while (last.mergedInto !== undefined) last = last.mergedInto;
  for (let at = mined; at.mergedInto !== undefined && at.mergedInto !== last;) {
    const next = at.mergedInto;
    at.mergedInto = last;
    at = next;
  }
  return last;
}

export function templateOf({ id, space, tokens, hits, samples }: Mined): Template {
  return { id, space, tokens, hits, samples };
}
