import { createRedirects, type Redirects } from "./redirects.js";
import { type Mined, newMined } from "./space.js";
import { type TemplateId, templateId } from "./template.js";

/** All templates by their ids. */
export type Register = {
  /** The template of that text, made where there is none. */
  named(space: string, tokens: readonly string[]): { readonly mined: Mined; readonly isNew: boolean };
  /**
   * Gives a template another text, and so another id, to which its old one leads. Where a template has that text it is
   * put together with it, and that one comes back.
   */
  rename(mined: Mined, tokens: readonly string[]): Mined;
  /** The template that has the id, or that it leads to. */
  find(id: TemplateId): Mined | undefined;
  add(mined: Mined): void;
  remove(mined: Mined): void;
  all(): Iterable<Mined>;
  size(): number;
  readonly redirects: Redirects;
};

export function createRegister(): Register {
  const byId = new Map<TemplateId, Mined>();
  const redirects = createRedirects();

  /** The template of the text, or an id that no other text has. */
  function lookUp(space: string, tokens: readonly string[]): Mined | TemplateId {
    const text = tokens.join(" ");
    for (let salt = 0; ; salt += 1) {
      const id = templateId(space, tokens, salt);
      const known = byId.get(id);
      if (known === undefined) return id;
      if (known.space === space && known.tokens.join(" ") === text) return known;
    }
  }

  return {
    named(space, tokens) {
      const found = lookUp(space, tokens);
      if (typeof found !== "string") return { mined: found, isNew: false };
      const mined = newMined({ id: found, space, tokens, hits: 0, samples: [] });
      byId.set(found, mined);
      redirects.drop(found);
      return { mined, isNew: true };
    },
    rename(mined, tokens) {
      const found = lookUp(mined.space, tokens);
      if (found === mined) return mined;
      byId.delete(mined.id);
      if (typeof found !== "string") {
        redirects.add(mined.id, found.id);
        return mergeInto(mined, found);
      }
      redirects.add(mined.id, found);
      redirects.drop(found);
      byId.set(found, mined);
      mined.id = found;
      mined.tokens = tokens;
      return mined;
    },
    find(id) {
      const found = redirects.follow(id, (known) => byId.has(known));
      return found === undefined ? undefined : byId.get(found);
    },
    add: (mined) => void byId.set(mined.id, mined),
    remove: (mined) => void byId.delete(mined.id),
    all: () => byId.values(),
    size: () => byId.size,
    redirects,
  };
}

function mergeInto(mined: Mined, other: Mined): Mined {
  other.hits += mined.hits;
  other.usedAt = Math.max(other.usedAt, mined.usedAt);
  mined.mergedInto = other;
  return other;
}
