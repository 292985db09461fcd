import type { Link, LinkSpan } from "./link.js";

/** Longer texts are not looked through to their end, and longer words are none that name anything. */
const LONGEST_TEXT = 20_000;
const LONGEST_WORD = 2_000;
const MOST_LINKS = 200;

/**
 * What a text names, in its order, no two of which overlap. Word by word, each looked at from its start with patterns that
 * cannot go back: linear in the text, whatever it is.
 */
export function findLinks(text: string): readonly LinkSpan[] {
  const head = text.slice(0, LONGEST_TEXT);
  if (!/[/.@([]|pid/i.test(head)) return [];
  const spans: LinkSpan[] = [...phrases(head)];
  for (const match of head.matchAll(/[^\s\u0000-\u0020]+/g)) {
    const [word] = match;
    if (word.length <= LONGEST_WORD && /[/.([]/.test(word)) spans.push(...linksInWord(word, match.index));
    if (spans.length > MOST_LINKS) break;
  }
  return withoutOverlaps(spans);
}

function withoutOverlaps(spans: readonly LinkSpan[]): readonly LinkSpan[] {
  const kept: LinkSpan[] = [];
  // What is longer says more: python's `File "…", line 3` than the path in it.
  for (const span of spans.toSorted((one, other) => one.start - other.start || other.end - one.end)) {
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  }
  return kept;
}

/** What takes several words: `pid 123`, `File "a.py", line 3`. */
function* phrases(text: string): Generator<LinkSpan> {
  for (const match of text.matchAll(/\bpid[ :=]{1,2}(\d{1,7})\b/gi)) yield spanOf(match, pidLink(match[1]));
  for (const match of text.matchAll(/\bFile "([^"\n]{1,500})", line (\d{1,7})\b/g)) {
    yield spanOf(match, fileLink(match[1] ?? "", match[2], undefined));
  }
}

function spanOf(match: RegExpExecArray, link: Link | undefined): LinkSpan {
  const end = link === undefined ? match.index : match.index + match[0].length;
  return { start: match.index, end, link: link ?? { kind: "pid", pid: 0 } };
}

function linksInWord(word: string, offset: number): readonly LinkSpan[] {
  const scheme = /https?:\/\/|file:\/\/\//.exec(word);
  if (scheme !== null) return urlIn(word, scheme.index, offset);
  const called = /^([A-Za-z][\w.@-]{0,80})\[(\d{1,7})\]/.exec(word);
  const pid = pidLink(called?.[2]);
  if (called !== null && pid !== undefined) return [{ start: offset, end: offset + called[0].length, link: pid }];
  const manual = /^\(?(?:man:)?([A-Za-z0-9][\w.@+:-]{0,80})\(([1-9][a-z]{0,3})\)/.exec(word);
  if (manual !== null) {
    const link: Link = { kind: "manual", page: manual[1] ?? "", section: manual[2] ?? "" };
    return [{ start: offset, end: offset + manual[0].length, link }];
  }
  return [...word.matchAll(/[^"'`<>()[\]{}|,;=\\]+/g)].flatMap((piece) => {
    const span = nameIn(piece[0], offset + piece.index);
    return span === undefined ? [] : [span];
  });
}

/** Up to what no address holds. */
function urlIn(word: string, from: number, offset: number): readonly LinkSpan[] {
  const [whole = ""] = /^[^"'`<>|\\^{}\u007f-\uffff]*/.exec(word.slice(from)) ?? [];
  const url = withoutClosing(whole);
  const start = offset + from;
  const isFile = url.startsWith("file:");
  const link: Link | undefined = isFile
    ? fileLink(url.slice("file://".length), undefined, undefined)
    : { kind: "url", url };
  const hasHost = /^(?:https?:\/\/[\w[]|file:\/\/\/\w)/.test(url);
  return hasHost && link !== undefined ? [{ start, end: start + url.length, link }] : [];
}

/** Without the signs that end a sentence; a bracket that was opened in it stays. */
function withoutClosing(url: string): string {
  const spare = new Map(
    [")", "]"].map((sign) => [sign, url.split(sign).length - url.split(OPENED_BY[sign] ?? "").length]),
  );
  let end = url.length;
  for (; end > 0 && /[.,;:!?)\]]/.test(url[end - 1] ?? ""); end--) {
    const sign = url[end - 1] ?? "";
    const left = spare.get(sign);
    if (left !== undefined && left <= 0) break;
    if (left !== undefined) spare.set(sign, left - 1);
  }
  return url.slice(0, end);
}

const OPENED_BY: Readonly<Record<string, string>> = { ")": "(", "]": "[" };

/** Places that absolute paths of this machine begin with; the paths of requests look like them otherwise. */
const ROOTED = /^\/(?:bin|boot|dev|etc|home|lib|lib64|media|mnt|nix|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)\/[^/]/;
const STORE = /^\/nix\/store\/[0-9a-z]{32}-[\w+.?=-]{1,211}/;
const UNIT = /^[\w@:.\\-]{1,250}\.(?:service|socket|timer|mount|automount|swap|target|path|slice|scope|device)$/;
/** Without a folder a name is a file's where it ends as sources and configurations do. */
const SOURCE_NAME =
  /\.(?:nix|c|h|cc|cpp|hpp|cxx|rs|go|py|js|mjs|ts|tsx|jsx|java|kt|rb|pl|pm|php|lua|sh|bash|hs|ml|scala|swift|cs|el|conf|cfg|ini|ya?ml|toml|json|xml|md|txt|log|service|desktop)$/;
const PATH = /^[\w.+@~/:%-]+$/;

function nameIn(piece: string, start: number): LinkSpan | undefined {
  const trimmed = piece.replace(/[.:!?]{1,4}$/, "");
  const end = start + trimmed.length;
  const link = placeIn(trimmed) ?? pathIn(trimmed) ?? unitIn(trimmed);
  return link === undefined ? undefined : { start, end, link };
}

/** `path:12` and `path:12:3`. */
function placeIn(text: string): Link | undefined {
  const [, path = "", line, column] = /^([^:]{1,1000}):(\d{1,7})(?::(\d{1,7}))?(?::|$)/.exec(text) ?? [];
  const isNamed = path.startsWith("/") || (path.includes("/") && /\.\w{1,10}$/.test(path)) || SOURCE_NAME.test(path);
  return isNamed ? fileLink(path, line, column) : undefined;
}

function pathIn(text: string): Link | undefined {
  if (STORE.test(text) && PATH.test(text)) return { kind: "store-path", path: text };
  return ROOTED.test(text) && !text.includes(":") ? fileLink(text, undefined, undefined) : undefined;
}

function unitIn(text: string): Link | undefined {
  return UNIT.test(text) ? { kind: "unit", unit: text } : undefined;
}

/** Undefined for what is not a plain path: it would have to be quoted somewhere. */
function fileLink(path: string, line: string | undefined, column: string | undefined): Link | undefined {
  if (!PATH.test(path) || path.endsWith("/") || path.startsWith("-") || path.length > 1_000) return undefined;
  const at = Number(line);
  const place =
    line === undefined || at < 1 ? {} : { line: at, ...(column !== undefined && { column: Number(column) }) };
  return { kind: "file", path, ...place };
}

function pidLink(digits: string | undefined): Link | undefined {
  const pid = Number(digits ?? 0);
  return pid > 0 ? { kind: "pid", pid } : undefined;
}
