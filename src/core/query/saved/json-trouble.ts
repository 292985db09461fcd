/** Where a text stops being JSON: V8 says it only sometimes. */

type Place = { readonly line: number; readonly column: number };

const SPACE = /[ \t\r\n]*/y;
const ATOM = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
// oxlint-disable-next-line no-control-regex -- JSON forbids them within strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const DEEPEST = 200;

/** Line and column, both from 1, of the first character that cannot stand where it does. */
export function jsonTroubleAt(text: string): Place {
  const scan: Scan = { text, at: 0 };
  valueAt(scan, 0);
  skip(scan, SPACE);
  const before = text.slice(0, scan.at);
  return { line: before.split("\n").length, column: scan.at - before.lastIndexOf("\n") };
}

type Scan = { readonly text: string; at: number };

/** Moves behind a value; false, and stays, where there is none. */
function valueAt(scan: Scan, depth: number): boolean {
  skip(scan, SPACE);
  const sign = scan.text.charAt(scan.at);
  if (depth > DEEPEST) return false;
  if (sign === "{") return listAt(scan, "}", () => memberAt(scan, depth));
  if (sign === "[") return listAt(scan, "]", () => valueAt(scan, depth + 1));
  return skip(scan, sign === '"' ? STRING : ATOM) > 0;
}

function memberAt(scan: Scan, depth: number): boolean {
  skip(scan, SPACE);
  return skip(scan, STRING) > 0 && taken(scan, ":") && valueAt(scan, depth + 1);
}

function listAt(scan: Scan, end: string, item: () => boolean): boolean {
  scan.at += 1;
  if (taken(scan, end)) return true;
  do {
    if (!item()) return false;
  } while (taken(scan, ","));
  return taken(scan, end);
}

function taken(scan: Scan, sign: string): boolean {
  skip(scan, SPACE);
  if (scan.text.charAt(scan.at) !== sign) return false;
  scan.at += 1;
  return true;
}

function skip(scan: Scan, what: RegExp): number {
  what.lastIndex = scan.at;
  const length = what.exec(scan.text)?.[0].length ?? 0;
  scan.at += length;
  return length;
}
