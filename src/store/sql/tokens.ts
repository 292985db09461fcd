/** A piece of an SQL statement. Comments and space lie between pieces. */
export type Token = {
  /** `name`: a bare or quoted identifier or a keyword. `text`: a string literal. `other`: an operator or a sign. */
  readonly kind: "name" | "text" | "number" | "other";
  /** Names in small letters and strings without their quotes; all else as written. */
  readonly value: string;
  /** A name in quotes is never a keyword. */
  readonly isQuoted: boolean;
  readonly at: number;
  readonly end: number;
};

const PIECE =
  /(?<space>\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|(?<number>\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+)|(?<name>[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<other><=|>=|<>|!=|==|\|\||->>|->|<<|>>|[^])/giy;

/** The pieces of a statement, as SQLite cuts it (https://sqlite.org/lang.html). Total: what is no SQL is `other`. */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(sql); match !== null && match[0] !== ""; match = PIECE.exec(sql)) {
    const token = tokenOf(match);
    if (token !== undefined) tokens.push(token);
    if (PIECE.lastIndex >= sql.length) break;
  }
  return tokens;
}

function tokenOf(match: RegExpExecArray): Token | undefined {
  const { text, quoted, number, name, other } = match.groups ?? {};
  const place = { at: match.index, end: match.index + match[0].length, isQuoted: quoted !== undefined };
  if (text !== undefined) return { kind: "text", value: text.slice(1, -1).replaceAll("''", "'"), ...place };
  if (quoted !== undefined) {
    const sign = quoted.charAt(0);
    const inner = quoted.slice(1, -1);
    return {
      kind: "name",
      value: (sign === "[" ? inner : inner.replaceAll(sign + sign, sign)).toLowerCase(),
      ...place,
    };
  }
  if (number !== undefined) return { kind: "number", value: number, ...place };
  if (name !== undefined) return { kind: "name", value: name.toLowerCase(), ...place };
  return other === undefined ? undefined : { kind: "other", value: other, ...place };
}

/** A keyword, or a sign. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token !== undefined && !token.isQuoted && token.kind !== "text" && words.includes(token.value);
}
