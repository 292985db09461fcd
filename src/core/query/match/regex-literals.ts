import { allOf, ANYTHING, type Needs, needsOfText, oneOf } from "./needs.js";

/**
 * What every match of a regex must hold. Reads RE2's syntax as far as it is sure of it; flags inside the pattern, `\Q`
 * and numeric escapes give up ("anything"). The pattern must be one that the engine accepts.
 */
export function requiredInRegex(source: string, flags: string): Needs {
  const reader: Reader = { source, at: 0, ignoreCase: flags.includes("i"), unsure: false };
  const needs = readAlternatives(reader);
  return reader.unsure || reader.at < source.length ? ANYTHING : needs;
}

type Reader = { readonly source: string; at: number; readonly ignoreCase: boolean; unsure: boolean };

/**
 * One thing that a quantifier may follow: a literal character, something without width, something that may be
 * anything, or a group and what it needs.
 */
type Atom =
  | { readonly kind: "character"; readonly text: string }
  | { readonly kind: "nowhere" }
  | { readonly kind: "some" }
  | { readonly kind: "group"; readonly needs: Needs };

const SOME: Atom = { kind: "some" };
const NOWHERE: Atom = { kind: "nowhere" };

function readAlternatives(reader: Reader): Needs {
  const alternatives = [readSequence(reader)];
  while (reader.source.charAt(reader.at) === "|") {
    reader.at += 1;
    alternatives.push(readSequence(reader));
  }
  return oneOf(alternatives);
}

function readSequence(reader: Reader): Needs {
  const needs: Needs[] = [];
  let run = "";
  const endRun = (): void => {
    for (const piece of reader.ignoreCase ? run.split(FOREIGN_FOLDS) : [run]) {
      needs.push(needsOfText(piece, reader.ignoreCase));
    }
    run = "";
  };
  while (!reader.unsure && reader.at < reader.source.length && !/[|)]/.test(reader.source.charAt(reader.at))) {
    const atom = readAtom(reader);
    const times = readTimes(reader);
    if (atom.kind === "character") {
      if (times !== "maybe") run += atom.text;
      if (times !== "once") endRun();
    } else if (atom.kind !== "nowhere") {
      endRun();
      if (atom.kind === "group" && times !== "maybe") needs.push(atom.needs);
    }
  }
  endRun();
  return allOf(needs);
}

/** Letters that RE2's `i` also finds outside ASCII: the kelvin sign is a k, the long s an s. */
const FOREIGN_FOLDS = /[ks]/i;

function readAtom(reader: Reader): Atom {
  const char = String.fromCodePoint(reader.source.codePointAt(reader.at) ?? 0);
  reader.at += char.length;
  switch (char) {
    case "(":
      return readGroup(reader);
    case "[":
      return skipClass(reader);
    case "\\":
      return readEscape(reader);
    case ".":
      return SOME;
    case "^":
    case "$":
      return NOWHERE;
    default:
      return { kind: "character", text: char };
  }
}

const GROUP_HEAD = /\?(?::|P?<\w+>)/y;

function readGroup(reader: Reader): Atom {
  GROUP_HEAD.lastIndex = reader.at;
  if (GROUP_HEAD.test(reader.source)) reader.at = GROUP_HEAD.lastIndex;
  else if (reader.source.charAt(reader.at) === "?") return giveUp(reader);
  const needs = readAlternatives(reader);
  if (reader.source.charAt(reader.at) !== ")") return giveUp(reader);
  reader.at += 1;
  return { kind: "group", needs };
}

const CLASS = /\^?\]?(?:\[:\^?\w+:\]|\\[^]|[^\]\\])*\]/y;

function skipClass(reader: Reader): Atom {
  CLASS.lastIndex = reader.at;
  if (!CLASS.test(reader.source)) return giveUp(reader);
  reader.at = CLASS.lastIndex;
  return SOME;
}

const UNICODE_CLASS = /\{[^}]*\}|[^{]/uy;

function readEscape(reader: Reader): Atom {
  const char = reader.source.charAt(reader.at);
  reader.at += 1;
  if (/[^\w\s\x80-\uffff]/.test(char)) return { kind: "character", text: char };
  if (/[bBAz]/.test(char)) return NOWHERE;
  if (/[dDwWsSnrtfva]/.test(char)) return SOME;
  if (!/[pP]/.test(char)) return giveUp(reader);
  UNICODE_CLASS.lastIndex = reader.at;
  if (!UNICODE_CLASS.test(reader.source)) return giveUp(reader);
  reader.at = UNICODE_CLASS.lastIndex;
  return SOME;
}

const QUANTIFIER = /(?:([*?])|\+|\{(\d+)(?:,\d*)?\})\??/y;

function readTimes(reader: Reader): "once" | "often" | "maybe" {
  QUANTIFIER.lastIndex = reader.at;
  const match = QUANTIFIER.exec(reader.source);
  if (match === null) return "once";
  reader.at = QUANTIFIER.lastIndex;
  return match[1] !== undefined || (match[2] !== undefined && Number(match[2]) === 0) ? "maybe" : "often";
}

function giveUp(reader: Reader): Atom {
  reader.unsure = true;
  return SOME;
}
