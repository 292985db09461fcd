import type { TextInput } from "../overlay.js";

/** Editing of one line, as shells do it. Every function gives the input after one key; the caret stays between characters. */

/** An empty line. */
export const NO_TEXT: TextInput = { text: "", caret: 0 };

/** A line with the caret at its end. */
export function inputOf(text: string): TextInput {
  return { text, caret: text.length };
}

/** Line ends in what is pasted become blanks. */
export function insert({ text, caret }: TextInput, added: string): TextInput {
  const line = added.replace(/\r\n|[\r\n]/g, " ");
  return { text: text.slice(0, caret) + line + text.slice(caret), caret: caret + line.length };
}

/** What a key can do to a line. */
export type Edit =
  | "caret-left"
  | "caret-right"
  | "caret-word-left"
  | "caret-word-right"
  | "caret-start"
  | "caret-end"
  | "erase-left"
  | "erase-right"
  | "erase-word"
  | "erase-to-start"
  | "erase-to-end";

/** The line after one key. */
export function edited(input: TextInput, edit: Edit): TextInput {
  const { text, caret } = input;
  switch (edit) {
    case "caret-left":
      return { text, caret: characterBefore(text, caret) };
    case "caret-right":
      return { text, caret: characterAfter(text, caret) };
    case "caret-word-left":
      return { text, caret: wordBefore(text, caret) };
    case "caret-word-right":
      return { text, caret: wordAfter(text, caret) };
    case "caret-start":
      return { text, caret: 0 };
    case "caret-end":
      return { text, caret: text.length };
    case "erase-left":
      return cut(text, characterBefore(text, caret), caret);
    case "erase-right":
      return cut(text, caret, characterAfter(text, caret));
    case "erase-word":
      return cut(text, wordBefore(text, caret), caret);
    case "erase-to-start":
      return cut(text, 0, caret);
    case "erase-to-end":
      return cut(text, caret, text.length);
  }
}

function cut(text: string, from: number, to: number): TextInput {
  return { text: text.slice(0, from) + text.slice(to), caret: from };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function characterBefore(text: string, caret: number): number {
  const before = text.slice(0, caret);
  let start = 0;
  for (const { index } of graphemes.segment(before)) start = index;
  return start;
}

function characterAfter(text: string, caret: number): number {
  const [next] = graphemes.segment(text.slice(caret));
  return caret + (next?.segment.length ?? 0);
}

function wordBefore(text: string, caret: number): number {
  return caret - (/\S*\s*$/.exec(text.slice(0, caret))?.[0].length ?? 0);
}

function wordAfter(text: string, caret: number): number {
  return caret + (/^\s*\S*/.exec(text.slice(caret))?.[0].length ?? 0);
}
