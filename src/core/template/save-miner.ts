import { type Family, weightOf } from "./family.js";
import { type Mine, lastOf, spaceNamed, templateOf } from "./mine.js";
import type { FamilyState, MinerState } from "./miner-state.js";
import { addFamily, type Mined, newMined } from "./space.js";

export function stateOf({ spaces, register, tick, forgotten }: Mine): MinerState {
  const all = [...spaces.values()];
  return {
    version: 1,
    tick,
    templates: Array.from(register.all(), (mined) => ({ ...templateOf(mined), usedAt: mined.usedAt })),
    families: all.flatMap(({ name, families }) => Array.from(families, (family) => familyState(name, family))),
    forms: all.flatMap(({ name, forms }) =>
      Array.from(forms.values(), ({ tokens, mined, usedAt }) => ({
        space: name,
        tokens,
        id: lastOf(mined).id,
        usedAt,
      })),
    ),
    redirects: register.redirects.all(),
    forgotten,
  };
}

function familyState(space: string, { places, templates }: Family<Mined>): FamilyState {
  return {
    space,
    places: places.map(({ token, isOpen, words }) => ({ token, isOpen, words: [...words] })),
    templates: Array.from(templates, ([tokens, mined]): readonly [string, string] => [tokens, lastOf(mined).id]),
  };
}

/** What refers to a template that is not there is left out: it is learnt again. */
export function takeUp(mine: Mine, saved: MinerState): void {
  mine.tick = saved.tick;
  mine.forgotten = saved.forgotten;
  const byId = new Map<string, Mined>();
  for (const { usedAt, ...template } of saved.templates) byId.set(template.id, newMined(template, usedAt));
  for (const mined of byId.values()) mine.register.add(mined);
  mine.register.redirects.restore(saved.redirects);
  for (const family of saved.families) takeFamily(mine, family, byId);
  for (const { space, tokens, id, usedAt } of saved.forms) {
    const mined = byId.get(id);
    if (mined === undefined) continue;
    spaceNamed(mine, space).forms.set(tokens, { tokens, mined, usedAt, isForgotten: false });
    mine.forms += 1;
  }
}

function takeFamily(mine: Mine, saved: FamilyState, byId: ReadonlyMap<string, Mined>): void {
  const family: Family<Mined> = {
    places: saved.places.map((place) => ({ ...place })),
    templates: new Map(
      saved.templates.flatMap(([tokens, id]) => {
        const mined = byId.get(id);
        return mined === undefined ? [] : [[tokens, mined] as const];
      }),
    ),
    weight: weightOf(saved.places.map(({ words, token }) => words[0] ?? token)),
  };
  addFamily(spaceNamed(mine, saved.space), family);
}
