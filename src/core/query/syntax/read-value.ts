import { literalPattern, normalPattern } from "../match/pattern.js";
import { type Failed, readPhrase, readQuoted, readRegex, readWordEnd, type RegexPiece } from "./read-pieces.js";

/** What stands after a field's operator. */
export type Value =
  | RegexPiece
  | {
      readonly kind: "pattern";
      /** As the AST keeps it: unquoted stars are wildcards. */
      readonly pattern: string;
      /** As it reads, without quotes. */
      readonly plain: string;
      readonly quoted: boolean;
      readonly end: number;
    };

/**
 * The value at `at`: a regex, or bare and quoted pieces side by side as in a shell (`"my unit"*`). A time may go on
 * after a space when a date or a day's name is followed by a time of day: `since:yesterday 14:30`.
 */
export function readValue(text: string, at: number, isTime: boolean): Value | Failed {
  if (text.charAt(at) === "/") {
    const regex = readRegex(text, at);
    if (regex !== undefined) return regex;
  }
  if (text.charAt(at) === "'") {
    const single = readPhrase(text, at);
    if (single?.kind === "phrase") return quotedValue(single.text, single.end);
  }
  if (isTime && text.charAt(at) !== '"') {
    const end = readTimeEnd(text, at);
    const plain = text.slice(at, end);
    return { kind: "pattern", pattern: plain, plain, quoted: false, end };
  }
  return readPieces(text, at);
}

function readPieces(text: string, from: number): Value | Failed {
  let at = from;
  let pattern = "";
  let plain = "";
  let quoted = false;
  for (;;) {
    if (text.charAt(at) === '"') {
      const piece = readQuoted(text, at);
      if (piece.kind === "trouble") return piece;
      pattern += literalPattern(piece.text);
      plain += piece.text;
      quoted = true;
      at = piece.end;
      continue;
    }
    const end = readWordEnd(text, at, '"');
    if (end === at) return { kind: "pattern", pattern, plain, quoted, end };
    pattern += normalPattern(text.slice(at, end));
    plain += text.slice(at, end);
    at = end;
  }
}

function quotedValue(text: string, end: number): Value {
  return { kind: "pattern", pattern: literalPattern(text), plain: text, quoted: true, end };
}

const DAY_BEFORE = /(?:^|\.\.)(?:today|yesterday|tomorrow|\d{4}[-/]\d\d?[-/]\d\d?)$/i;
const CLOCK_AFTER = / +(?=\d{1,2}:\d{2}(?!\d))/y;

function readTimeEnd(text: string, at: number): number {
  let end = readWordEnd(text, at);
  for (;;) {
    CLOCK_AFTER.lastIndex = end;
    if (!DAY_BEFORE.test(text.slice(at, end)) || !CLOCK_AFTER.test(text)) return end;
    end = readWordEnd(text, CLOCK_AFTER.lastIndex);
  }
}
