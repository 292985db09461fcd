import { HOLE } from "./hole.js";
import type { Template } from "./template.js";

/** What stands in the holes of a template's text. */
export type TemplateValues = {
  readonly values: readonly string[];
  /**
   * The blanks of the text, before, between and after its tokens (those in values, too), where they are not single
   * spaces.
   */
  readonly blanks: readonly string[] | undefined;
};

type Tokens = Pick<Template, "tokens">;

/**
 * The values of a text that the template describes; undefined where it does not. A hole may be empty; of several ways
 * to fill them each takes the least from the left. Takes time linear in the text for each hole, at most.
 */
export function readValues(template: Tokens, text: string): TemplateValues | undefined {
  const plain = withSingleBlanks(text);
  const pieces = template.tokens.join(" ").split(HOLE);
  const values = fill(pieces, plain);
  return values === undefined ? undefined : { values, blanks: plain === text ? undefined : blanksOf(text) };
}

/** The text again, letter for letter. */
export function writeValues(template: Tokens, { values, blanks }: TemplateValues): string {
  const pieces = template.tokens.join(" ").split(HOLE);
  const plain = pieces.map((piece, at) => piece + (values[at] ?? "")).join("");
  if (blanks === undefined) return plain;
  const tokens = plain.split(" ");
  return blanks.map((blank, at) => blank + (tokens[at] ?? "")).join("");
}

function fill(pieces: readonly string[], text: string): readonly string[] | undefined {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return text === first ? [] : undefined;
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || first.length > end) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return undefined;
    values.push(text.slice(at, found));
    at = found + piece.length;
  }
  values.push(text.slice(at, end));
  return values;
}

const BLANKS = /[\t-\r ]+/;

function withSingleBlanks(text: string): string {
  return /^[\t-\r ]|[\t-\r]|  |[\t-\r ]$/.test(text)
    ? text
        .split(BLANKS)
        .filter((token) => token !== "")
        .join(" ")
    : text;
}

/** One before each token, and what is behind the last. */
function blanksOf(text: string): readonly string[] {
  const blanks: string[] = [];
  let at = 0;
  for (const token of text.split(BLANKS).filter((part) => part !== "")) {
    const found = text.indexOf(token, at);
    blanks.push(text.slice(at, found));
    at = found + token.length;
  }
  return [...blanks, text.slice(at)];
}
