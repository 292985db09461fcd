import { type Family, newFamily, projected, widen } from "./family.js";
import { forget, isFull } from "./forget.js";
import { maskText } from "./mask-text.js";
import type { MinerState } from "./miner-state.js";
import { lastOf, type Mine, type MinerLimits, spaceNamed, templateOf } from "./mine.js";
import { createRegister } from "./register.js";
import { stateOf, takeUp } from "./save-miner.js";
import { skeletonOf } from "./skeleton.js";
import { addFamily, familyOf, type Form, type Mined, type Space } from "./space.js";
import type { Template, TemplateId } from "./template.js";

type Learned = {
  readonly id: TemplateId;
  /** No text of the template was learnt before. */
  readonly isNew: boolean;
};

/** What a miner holds, and how much it had to let go. */
type MinerFigures = {
  readonly templates: number;
  readonly texts: number;
  /** Templates that were forgotten because there were too many; above 0 the counts are not whole. */
  readonly forgotten: number;
};

/**
 * Finds the templates of log messages as they come: masks what looks like a value, and takes for a value what turns out to
 * differ in messages that are else alike. Learning a text costs little where its skeleton (`skeletonOf`) was learnt before,
 * and is bounded in any case; so is memory: of too many templates the rare ones of long ago are forgotten, and counted.
 *
 * After PIPLUP (arXiv 2508.09366) and Drain (ICWS 2017), with words per place instead of a tree.
 */
export type Miner = {
  /** `space`: texts of different spaces (units, identifiers) share no templates. `times`: it came so often. */
  learn(text: string, space?: string, times?: number): Learned;
  /** One more text of a template that is known, for whoever has seen to it by itself; false where it was forgotten. */
  again(id: TemplateId): boolean;
  /** The id that an id has become, however often its template was put together with others. */
  resolve(id: TemplateId): TemplateId | undefined;
  template(id: TemplateId): Template | undefined;
  templates(): readonly Template[];
  figures(): MinerFigures;
  state(): MinerState;
};

const MOST_SAMPLES = 3;
const MOST_SAMPLE = 500;

const LIMITS: MinerLimits = { templates: 20_000, forms: 40_000 };

export function createMiner(saved?: MinerState, limits: MinerLimits = LIMITS): Miner {
  const mine: Mine = { spaces: new Map(), register: createRegister(), limits, tick: 0, forms: 0, forgotten: 0 };
  if (saved !== undefined) takeUp(mine, saved);
  return {
    learn: (text, space = "", times = 1) => learn(mine, { text, times }, spaceNamed(mine, space)),
    again(id) {
      const mined = mine.register.find(id);
      if (mined === undefined) return false;
      mine.tick += 1;
      mined.usedAt = mine.tick;
      mined.hits += 1;
      return true;
    },
    resolve: (id) => mine.register.find(id)?.id,
    template: (id) => {
      const mined = mine.register.find(id);
      return mined === undefined ? undefined : templateOf(mined);
    },
    templates: () => Array.from(mine.register.all(), templateOf),
    figures: () => ({ templates: mine.register.size(), texts: mine.tick, forgotten: mine.forgotten }),
    state: () => stateOf(mine),
  };
}

type Text = { readonly text: string; readonly times: number };

function learn(mine: Mine, { text, times }: Text, space: Space): Learned {
  mine.tick += 1;
  const skeleton = skeletonOf(text);
  let form = space.skeletons.get(skeleton);
  let isNew = false;
  if (form === undefined || form.isForgotten) {
    const tokens = maskText(skeleton);
    const masked = tokens.join(" ");
    form = space.forms.get(masked);
    if (form === undefined) {
      ({ form, isNew } = takeForm(mine, space, tokens, text));
      mine.forms += 1;
      space.forms.set(masked, form);
    }
    if (space.skeletons.size >= mine.limits.forms) space.skeletons.clear();
    space.skeletons.set(skeleton, form);
  }
  const mined = lastOf(form.mined);
  form.mined = mined;
  form.usedAt = mine.tick;
  mined.usedAt = mine.tick;
  mined.hits += times;
  if (isFull(mine)) forget(mine);
  return { id: mined.id, isNew };
}

function takeForm(
  mine: Mine,
  space: Space,
  tokens: readonly string[],
  text: string,
): { readonly form: Form; readonly isNew: boolean } {
  let family = familyOf(space, tokens);
  if (family === undefined) {
    family = newFamily<Mined>(tokens);
    addFamily(space, family);
  } else if (widen(family, tokens)) projectAgain(mine, family);
  const { mined, isNew } = templateIn(mine, { family, space }, projected(family, tokens));
  if (mined.samples.length < MOST_SAMPLES) mined.samples = [...mined.samples, text.slice(0, MOST_SAMPLE)];
  return { form: { tokens: tokens.join(" "), mined, usedAt: mine.tick, isForgotten: false }, isNew };
}

type Where = { readonly family: Family<Mined>; readonly space: Space };

function templateIn(
  mine: Mine,
  { family, space }: Where,
  tokens: readonly string[],
): { readonly mined: Mined; readonly isNew: boolean } {
  const key = tokens.join(" ");
  const known = family.templates.get(key);
  if (known !== undefined && !known.isForgotten) return { mined: lastOf(known), isNew: false };
  const { mined, isNew } = mine.register.named(space.name, tokens);
  family.templates.set(key, mined);
  return { mined, isNew };
}

/** A place became that of a value: templates that differ in it alone are one from now on. */
function projectAgain(mine: Mine, family: Family<Mined>): void {
  const before = [...family.templates.values()];
  family.templates.clear();
  for (const old of before) {
    const mined = lastOf(old);
    if (mined.isForgotten) continue;
    const renamed = mine.register.rename(mined, projected(family, mined.tokens));
    family.templates.set(renamed.tokens.join(" "), renamed);
  }
}
