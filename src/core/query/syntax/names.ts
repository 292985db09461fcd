import { FIELD_NAMES } from "../matchable.js";
import { nearest } from "./nearest.js";

/** The words that stand for a stretch of time rather than for a field. */
const TIME_WORDS = ["since", "until", "between", "around", "time"] as const;
export type TimeWord = (typeof TIME_WORDS)[number];

/** What the name before a `:` or a comparison means. `name` is the field as the AST has it. */
export type NameMeaning =
  | { readonly kind: "time"; readonly word: TimeWord }
  | { readonly kind: "level" }
  /** `filter:NAME`: a query that is saved under this name. */
  | { readonly kind: "saved" }
  /** A field that every entry answers to. */
  | { readonly kind: "known"; readonly name: string }
  /** `field.NAME`: surely a field of the record. */
  | { readonly kind: "record"; readonly name: string }
  /** Some other name: a field of the record, or just a word with a colon in it. */
  | { readonly kind: "loose"; readonly name: string }
  | { readonly kind: "misspelt"; readonly name: string; readonly nearest: string };

const PREFIX = "field.";

const KNOWN: readonly string[] = FIELD_NAMES.filter((name) => name !== "time" && name !== "level");

const ALIASES: Readonly<Record<string, string>> = {
  severity: "level",
  lvl: "level",
  ident: "identifier",
  hostname: "host",
  msg: "message",
};

const SAVED = "filter";

const ALL: readonly string[] = [...TIME_WORDS, "level", SAVED, ...KNOWN];
/** What a slip is taken for; short names that are near too many words of a log are not. */
const SUGGESTED: readonly string[] = ALL.filter((name) => name !== "exit" && name !== "job");
const SUGGESTED_FIELDS: readonly string[] = SUGGESTED.filter(
  (name) => name === "time" || !([...TIME_WORDS, SAVED] as readonly string[]).includes(name),
);

/** Names are taken without regard to case where they are ours, as they stand where they are the record's. */
export function meaningOf(typed: string): NameMeaning {
  if (typed.startsWith(PREFIX)) return { kind: "record", name: ownName(typed.slice(PREFIX.length)) };
  const lower = typed.toLowerCase();
  const name = Object.hasOwn(ALIASES, lower) ? (ALIASES[lower] ?? lower) : lower;
  const word = TIME_WORDS.find((known) => known === name);
  if (word !== undefined) return { kind: "time", word };
  if (name === "level") return { kind: "level" };
  if (name === SAVED) return { kind: "saved" };
  if (KNOWN.includes(name)) return { kind: "known", name };
  const near = typed.length < 4 ? undefined : nearest(typed, SUGGESTED);
  return near === undefined ? { kind: "loose", name: typed } : { kind: "misspelt", name: typed, nearest: near };
}

/** The field that a slip is likelier meant for than a field of the record, where only fields can stand. */
export function nearestField(typed: string): string | undefined {
  return typed.length < 4 ? undefined : nearest(typed, SUGGESTED_FIELDS);
}

/** How the field of an AST node is written. */
export function printedName(field: string): string {
  if (KNOWN.includes(field)) return field;
  const own = field.startsWith(PREFIX) ? field.slice(PREFIX.length) : field;
  return PREFIX + (BARE_NAME.test(own) ? own : `"${own.replace(/[\\"]/g, "\\$&")}"`);
}

/** A name that needs no quotes. */
const BARE_NAME = /^[\p{L}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?$/u;

/** The prefix stays only where the name would otherwise mean the entry's own answer. */
function ownName(name: string): string {
  const taken = [...ALL, ...Object.keys(ALIASES)].includes(name.toLowerCase()) || name.startsWith(PREFIX);
  return taken ? PREFIX + name : name;
}
