/** A value of a JSON text, and where it begins, in UTF-16 units. */
export type JsonNode =
  | { readonly kind: "plain"; readonly at: number; readonly value: string | number | boolean | null }
  | { readonly kind: "list"; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: "object"; readonly at: number; readonly members: readonly JsonMember[] };

export type JsonMember = { readonly key: string; readonly at: number; readonly value: JsonNode };

/** What is no JSON, and where. */
export type JsonTrouble = {
  readonly kind: "trouble";
  readonly at: number;
  readonly message: string;
  readonly hint: string;
};

/** A place as editors count: from 1, columns in UTF-16 units. */
export type TextPlace = { readonly line: number; readonly column: number };

const MOST_DEPTH = 64;
const BLANK = /(?:[ \t\r\n\ufeff]|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const TEXT = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$.-]*/y;
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/**
 * Reads JSON (RFC 8259) that people write: comments as in JavaScript and a comma behind the last element are allowed, and
 * every value knows its place. Linear in the text; never throws.
 */
export function readJson(text: string): JsonNode | JsonTrouble {
  const reader = { text, at: 0 };
  const value = readValue(reader, 0);
  if (value.kind === "trouble") return value;
  skip(reader);
  return reader.at < text.length
    ? trouble(reader, "nothing may follow the last brace", "take away what is behind it")
    : value;
}

/** Line and column of a place. */
export function placeIn(text: string, at: number): TextPlace {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  return { line, column: at - before.lastIndexOf("\n") };
}

type Reader = { readonly text: string; at: number };

function readValue(reader: Reader, depth: number): JsonNode | JsonTrouble {
  skip(reader);
  const { at } = reader;
  if (depth > MOST_DEPTH) return trouble(reader, "this is nested too deeply", "settings are not nested");
  const next = reader.text[at];
  if (next === "{") return readObject(reader, depth);
  if (next === "[") return readList(reader, depth);
  if (next === '"') {
    const text = readText(reader);
    return typeof text === "string" ? { kind: "plain", at, value: text } : text;
  }
  const number = take(reader, NUMBER);
  if (number !== undefined) return { kind: "plain", at, value: Number(number) };
  const word = take(reader, WORD);
  const value = word !== undefined && Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (value !== undefined) return { kind: "plain", at, value };
  if (word !== undefined)
    return { ...trouble(reader, `'${word}' is no value`, `texts stand in quotes: "${word}"`), at };
  if (next === undefined) return trouble(reader, "the text ends here, in the middle", "close every brace and bracket");
  if (next === "'") return trouble(reader, "texts stand in double quotes", "write \"…\" instead of '…'");
  return trouble(
    reader,
    `a value was expected, not '${next}'`,
    'values are "text", a number, true, false, [ ] and { }',
  );
}

function readObject(reader: Reader, depth: number): JsonNode | JsonTrouble {
  const { at } = reader;
  const members: JsonMember[] = [];
  reader.at += 1;
  for (;;) {
    skip(reader);
    if (reader.text[reader.at] === "}") break;
    const keyAt = reader.at;
    const key = reader.text[keyAt] === '"' ? readText(reader) : noKey(reader);
    if (typeof key !== "string") return key;
    skip(reader);
    if (reader.text[reader.at] !== ":")
      return trouble(reader, `a colon was expected behind "${key}"`, `write "${key}": value`);
    reader.at += 1;
    const value = readValue(reader, depth + 1);
    if (value.kind === "trouble") return value;
    members.push({ key, at: keyAt, value });
    const wrong = behindElement(reader, "}");
    if (wrong !== undefined) return wrong;
  }
  reader.at += 1;
  return { kind: "object", at, members };
}

function readList(reader: Reader, depth: number): JsonNode | JsonTrouble {
  const { at } = reader;
  const items: JsonNode[] = [];
  reader.at += 1;
  for (;;) {
    skip(reader);
    if (reader.text[reader.at] === "]") break;
    const item = readValue(reader, depth + 1);
    if (item.kind === "trouble") return item;
    items.push(item);
    const wrong = behindElement(reader, "]");
    if (wrong !== undefined) return wrong;
  }
  reader.at += 1;
  return { kind: "list", at, items };
}

function noKey(reader: Reader): JsonTrouble {
  const { at } = reader;
  const word = take(reader, WORD);
  if (word === undefined) return trouble(reader, "a name in quotes or } was expected", 'write "name": value');
  return { ...trouble(reader, `the name ${word} must stand in quotes`, `write "${word}"`), at };
}

/** A comma, or the end of what the element is in. */
function behindElement(reader: Reader, end: "}" | "]"): JsonTrouble | undefined {
  skip(reader);
  if (reader.text[reader.at] === ",") reader.at += 1;
  else if (reader.text[reader.at] === undefined)
    return trouble(reader, `the text ends here, without ${end}`, `add ${end}`);
  else if (reader.text[reader.at] !== end)
    return trouble(reader, `a comma or ${end} was expected`, "put a comma behind the element before");
  return undefined;
}

function readText(reader: Reader): string | JsonTrouble {
  const { at } = reader;
  const literal = take(reader, TEXT);
  if (literal === undefined) {
    return {
      ...trouble(
        reader,
        "this text does not end, or has a \\ that means nothing",
        'close it with ", write \\\\ for \\',
      ),
      at,
    };
  }
  const value: unknown = JSON.parse(literal);
  return String(value);
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}

function skip(reader: Reader): void {
  take(reader, BLANK);
}

function trouble({ at }: Reader, message: string, hint: string): JsonTrouble {
  return { kind: "trouble", at, message, hint };
}
