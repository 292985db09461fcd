import { HOLE } from "./hole.js";
import { isUnit } from "./units.js";

const DATE_WORDS: ReadonlySet<string> = new Set(
  "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
);

/** So many values side by side are a list, whose length says nothing. */
const LIST = 7;

/** Puts tokens together that are one value: dates, lists, amounts that are said twice or as "less than". */
export function joinValues(tokens: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let at = 0;
  while (at < tokens.length) {
    const found = FAMILY.find((join) => join.begins(tokens, at, joined))?.read(tokens, at, joined);
    if (found === undefined) {
      joined.push(tokens[at] ?? "");
      at += 1;
    } else at = found;
  }
  return joined;
}

type Join = {
  /** Cheap: asked of every token. */
  begins(tokens: readonly string[], at: number, joined: readonly string[]): boolean;
  /** Where the value ends, which has been written; undefined when there is none. */
  read(tokens: readonly string[], at: number, joined: string[]): number | undefined;
};

/** `Sat Jun 18 02:08:10 2005` is one time, written as its clock. */
const date: Join = {
  begins: (tokens, at) => isDateWord(tokens[at]) || (isNumeric(tokens[at]) && isDateWord(tokens[at + 1])),
  read(tokens, at, joined) {
    let end = at;
    let numbers = 0;
    for (; end < tokens.length; end += 1) {
      if (isNumeric(tokens[end])) numbers += 1;
      else if (!isDateWord(tokens[end])) break;
    }
    if (numbers === 0) return undefined;
    const run = tokens.slice(at, end).map((token) => (isDateWord(token) ? HOLE : token));
    joined.push(run.join("").replaceAll(/\0+/g, HOLE));
    return end;
  },
};

/** `7 8 9 10 11 12 13`, also with commas. */
const list: Join = {
  begins: (tokens, at) => isValue(tokens[at]) && isValue(tokens[at + LIST - 1]),
  read(tokens, at, joined) {
    let end = at;
    while (isValue(tokens[end])) end += 1;
    if (end - at < LIST) return undefined;
    joined.push(HOLE);
    return end;
  },
};

/** `1190 bytes (1.16 KB)`: the amount is said again. */
const saidAgain: Join = {
  begins: (tokens, at, joined) => (tokens[at]?.startsWith(`(${HOLE}`) ?? false) && isUnit(joined.at(-1) ?? ""),
  read(tokens, at, joined) {
    if (joined.at(-2)?.endsWith(HOLE) !== true) return undefined;
    const isAlone = tokens[at]?.includes(")") ?? false;
    const again = isAlone ? tokens[at] : `${tokens[at]} ${tokens[at + 1]}`;
    const found = /^\(\0%?(?: ([a-zA-Z/]+))?\)([,.;:]?)$/.exec(again ?? "");
    if (found === null || (found[1] !== undefined && !isUnit(found[1]))) return undefined;
    joined.push(`${joined.pop()}${HOLE}${found[2]}`);
    return at + (isAlone ? 1 : 2);
  },
};

/** `<1 sec` */
const bound: Join = {
  begins: (tokens, at) => tokens[at] === `<${HOLE}` || tokens[at] === `>${HOLE}` || tokens[at] === `~${HOLE}`,
  read(tokens, at, joined) {
    const unit = /^([a-zA-Z/]+)([,.;:]?)$/.exec(tokens[at + 1] ?? "");
    if (unit === null || !isUnit(unit[1] ?? "")) return undefined;
    joined.push(`${HOLE}${unit[2] ?? ""}`);
    return at + 2;
  },
};

const FAMILY: readonly Join[] = [date, list, saidAgain, bound];

function isDateWord(token: string | undefined): boolean {
  return token?.length === 3 && DATE_WORDS.has(token);
}

/** Holes with colons and commas between. */
function isNumeric(token: string | undefined): boolean {
  if (token?.startsWith(HOLE) !== true) return false;
  for (let at = 1; at < token.length; at += 1) if (!"\0:,".includes(token[at] ?? "")) return false;
  return true;
}

function isValue(token: string | undefined): boolean {
  return token === HOLE || token === `${HOLE},` || token === `${HOLE};`;
}
