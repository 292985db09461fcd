import { asTemplateId, type TemplateId } from "./template.js";

/** What became of ids that are no more. */
export type Redirects = {
  add(from: TemplateId, to: TemplateId): void;
  /** The id is one again: its text came again. */
  drop(id: TemplateId): void;
  /** The first id on the way from this one (itself included) that is known; undefined where there is none. */
  follow(id: TemplateId, isKnown: (id: TemplateId) => boolean): TemplateId | undefined;
  all(): readonly (readonly [string, string])[];
  restore(pairs: readonly (readonly [string, string])[]): void;
};

/** Beyond this the oldest are forgotten. */
const MOST = 50_000;

export function createRedirects(): Redirects {
  const redirects = new Map<TemplateId, TemplateId>();
  return {
    add(from, to) {
      redirects.delete(from);
      redirects.set(from, to);
      if (redirects.size <= MOST) return;
      const [oldest] = redirects.keys();
      if (oldest !== undefined) redirects.delete(oldest);
    },
    drop: (id) => void redirects.delete(id),
    follow(id, isKnown) {
      let at: TemplateId | undefined = id;
      // Texts only ever become wider, so the way has an end; what was saved and changed by somebody may have none.
      for (let steps = 0; at !== undefined && steps <= redirects.size; steps += 1) {
        if (isKnown(at)) return at;
        at = redirects.get(at);
      }
      return undefined;
    },
    all: () => [...redirects],
    restore(pairs) {
      for (const [from, to] of pairs) {
        const [known, target] = [asTemplateId(from), asTemplateId(to)];
        if (known !== undefined && target !== undefined) redirects.set(known, target);
      }
    },
  };
}
