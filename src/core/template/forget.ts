import type { Mine } from "./mine.js";
import { addFamily, type Form, type Mined, type Space } from "./space.js";

/** What came less often than this goes first. */
const RARE = 3;
/** What is left is so much of the limit: making room costs little for each text. */
const LEFT = 0.75;

export function isFull({ register, forms, limits }: Mine): boolean {
  return register.size() > limits.templates || forms > limits.forms;
}

/** Makes room: masked texts that were not seen for long go, and of too many templates the rare ones of long ago. */
export function forget(mine: Mine): void {
  if (mine.register.size() > mine.limits.templates) forgetTemplates(mine);
  const all = Array.from(mine.spaces.values(), ({ forms }) => [...forms.values()]).flat();
  const gone = new Set(oldest(all, all.length - Math.floor(mine.limits.forms * LEFT)));
  for (const space of mine.spaces.values()) sweep(mine, space, gone);
  for (const [name, { forms }] of mine.spaces) if (forms.size === 0) mine.spaces.delete(name);
}

function forgetTemplates(mine: Mine): void {
  const all = [...mine.register.all()];
  const surplus = all.length - Math.floor(mine.limits.templates * LEFT);
  const rare = oldest(
    all.filter(({ hits }) => hits < RARE),
    surplus,
  );
  const often = oldest(
    all.filter(({ hits }) => hits >= RARE),
    surplus - rare.length,
  );
  for (const mined of [...rare, ...often]) {
    mined.isForgotten = true;
    mine.register.remove(mined);
  }
  mine.forgotten += surplus;
}

function oldest<T extends { readonly usedAt: number }>(items: readonly T[], count: number): readonly T[] {
  return items.toSorted((left, right) => left.usedAt - right.usedAt).slice(0, Math.max(0, count));
}

function sweep(mine: Mine, space: Space, gone: ReadonlySet<Form>): void {
  for (const [masked, form] of space.forms) {
    if (!gone.has(form) && !isGone(form.mined)) continue;
    form.isForgotten = true;
    space.forms.delete(masked);
    mine.forms -= 1;
  }
  for (const [skeleton, form] of space.skeletons) if (form.isForgotten) space.skeletons.delete(skeleton);
  const families = [...space.families];
  space.families.clear();
  space.index.clear();
  for (const family of families) {
    for (const [key, mined] of family.templates) if (isGone(mined)) family.templates.delete(key);
    if (family.templates.size > 0) addFamily(space, family);
  }
}

function isGone(mined: Mined): boolean {
  let last = mined;
  while (last.mergedInto !== undefined) last = last.mergedInto;
  return last.isForgotten;
}
