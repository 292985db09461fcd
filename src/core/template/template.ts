import { HOLE, SHOWN_HOLE } from "./hole.js";

/** Names a template for ever: made from its space and its text alone, so every run gives the same. */
export type TemplateId = string & { readonly __id: "template" };

/** What lines of one message have in common. Plain data. */
export type Template = {
  readonly id: TemplateId;
  /** Whose messages it is learnt from: templates of different spaces never mix. */
  readonly space: string;
  /** Token by token, each with `HOLE` where lines differ. */
  readonly tokens: readonly string[];
  readonly hits: number;
  /** Some of its texts, the first among them; long ones are cut. */
  readonly samples: readonly string[];
};

/** The template as people read and write it, `<*>` for each hole. */
export function templateText({ tokens }: Pick<Template, "tokens">): string {
  return tokens.join(" ").replaceAll(HOLE, SHOWN_HOLE);
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_LETTERS = 9;

/** 45 bits of a hash; `salt` is for the second text that comes to the same. */
export function templateId(space: string, tokens: readonly string[], salt = 0): TemplateId {
  const text = `${space}\n${tokens.join(" ")}`;
  let [low, high] = [0xdead_beef ^ salt, 0x41c6_ce57 ^ salt];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x9e37_79b1);
    high = Math.imul(high ^ code, 0x5f35_6495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85eb_ca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2_ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85eb_ca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2_ae35);
  let id = "t";
  let rest = (high >>> 0) * 0x2000 + ((low >>> 0) & 0x1fff);
  for (let letter = 0; letter < ID_LETTERS; letter += 1) {
    id += ALPHABET[rest % 32];
    rest = Math.floor(rest / 32);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the brand is put on
  return id as TemplateId;
}

/** Whether a text has the form of an id; undefined where it has not. */
export function asTemplateId(text: string): TemplateId | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an id from outside, which has its form
  return /^t[0-9a-hjkmnp-tv-z]{9}$/i.test(text) ? (text.toLowerCase() as TemplateId) : undefined;
}
