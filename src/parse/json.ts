import type { Fields, FieldValue } from "../core/entry.js";

/** Deeper nesting is not taken apart: it would be cut by whoever shows, stores or sends it. */
const MAX_DEPTH = 32;
/** Objects inside objects become dotted names down to here; what lies deeper stays JSON text. */
const FLATTEN_DEPTH = 4;

/**
 * The raw texts of the wanted members of a JSON object that fills the line, by slot number; undefined when the line is
 * no object. One pass without building the object: the journal writes its keys in random order, which makes
 * `JSON.parse` ten times slower than the scan. It is as lenient about what it skips as a scan can be.
 */
export function scanObject(
  text: string,
  wanted: ReadonlyMap<string, number>,
  from = 0,
): (string | undefined)[] | undefined {
  if (text.charCodeAt(from) !== OPEN_BRACE) return undefined;
  const found: (string | undefined)[] = [];
  let at = skipSpace(text, from + 1);
  if (text.charCodeAt(at) === CLOSE_BRACE) return isBlank(text, at + 1) ? found : undefined;
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = endOfString(text, at);
    const colon = skipSpace(text, keyEnd + 1);
    if (keyEnd === -1 || text.charCodeAt(colon) !== COLON) return undefined;
    const start = skipSpace(text, colon + 1);
    const end = endOfValue(text, start);
    if (end === -1) return undefined;
    const slot = wanted.get(text.slice(at + 1, keyEnd));
    if (slot !== undefined && found[slot] === undefined) found[slot] = text.slice(start, end);
    at = skipSpace(text, end);
    const next = text.charCodeAt(at);
    if (next === CLOSE_BRACE) return isBlank(text, at + 1) ? found : undefined;
    if (next !== COMMA) return undefined;
    at = skipSpace(text, at + 1);
  }
  return undefined;
}

/** Text of a raw value: strings without quotes and escapes, numbers and words as they stand, else undefined. */
export function scalarText(raw: string | undefined): string | undefined {
  if (raw === undefined || raw === "null") return undefined;
  const first = raw.charCodeAt(0);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return undefined;
  if (first !== QUOTE) return raw;
  if (!raw.includes("\\")) return raw.slice(1, -1);
  const value = parseJson(raw);
  return typeof value === "string" ? value : raw.slice(1, -1);
}

/** Members of a JSON object as fields, with `a.b` for what lies deeper; none when the text is not such an object. */
export function fieldsOfJson(text: string): Fields {
  const value = parseJson(text);
  if (!isRecord(value)) return {};
  const entries: [string, FieldValue][] = [];
  flatten(value, "", entries);
  // Not by assignment: a key may be `__proto__`.
  return Object.fromEntries(entries);
}

/** `JSON.parse` that answers undefined to what is not JSON or is nested absurdly deep. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function flatten(record: Readonly<Record<string, unknown>>, prefix: string, into: [string, FieldValue][]): void {
  const depth = prefix === "" ? 1 : prefix.split(".").length;
  for (const [key, value] of Object.entries(record)) {
    if (isRecord(value) && depth < FLATTEN_DEPTH) flatten(value, `${prefix}${key}.`, into);
    else into.push([prefix + key, fieldValue(value)]);
  }
}

function fieldValue(value: unknown): FieldValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null) {
    return value;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => fieldValue(item));
  return JSON.stringify(value);
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (end === -1) return false;
      at = end;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
  return false;
}

/** Index after the value that begins at `start`, -1 when it does not end. */
function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start) + 1 || -1;
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return endOfNested(text, start);
  let end = start;
  while (isScalarPart(text.charCodeAt(end))) end += 1;
  return end === start ? -1 : end;
}

function endOfNested(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at === -1) return -1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** Index of the quote that closes the string opened at `open`, -1 when none does. */
function endOfString(text: string, open: number): number {
  let end = text.indexOf('"', open + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (quote - before) % 2 === 0;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at += 1;
  return at;
}

function isBlank(text: string, from: number): boolean {
  return from >= text.length || text.slice(from).trim() === "";
}

/** Letters, digits, sign and dot: what numbers, `true`, `false` and `null` are made of. */
function isScalarPart(code: number): boolean {
  const lower = code | 32;
  return (code >= 48 && code <= 57) || (lower >= 97 && lower <= 122) || code === 45 || code === 43 || code === 46;
}

const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
