import type { Trouble } from "../query-fault.js";

/** One piece of what follows a `|`, [at, end) in UTF-16 units. */
export type StageToken = {
  readonly kind: "word" | "comma" | "open" | "close" | "pipe";
  readonly text: string;
  readonly at: number;
  readonly end: number;
};

export type StageFailed = { readonly kind: "trouble"; readonly trouble: Trouble };

/** Where a reader of stages is. `columns` are those of the table that the stages before have made, if they have. */
export type StageCursor = {
  readonly text: string;
  readonly tokens: readonly StageToken[];
  next: number;
  columns: readonly string[] | undefined;
};

const TOKEN = /\s*(?:(,)|(\()|(\))|(\|)|((?:field\.)?"(?:[^"\\]|\\[^])*"?|[^\s,()|"]+))/y;
const KINDS = ["comma", "open", "close", "pipe", "word"] as const;

/** Splits at white space, commas, brackets and bars; a name in quotes is one word. */
export function stageTokens(text: string, from: number): readonly StageToken[] {
  const tokens: StageToken[] = [];
  TOKEN.lastIndex = from;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [, ...groups] = match as readonly (string | undefined)[];
    const kind = KINDS.find((_, index) => groups[index] !== undefined) ?? "word";
    const piece = groups[KINDS.indexOf(kind)] ?? "";
    const end = TOKEN.lastIndex;
    tokens.push({ kind, text: piece, at: end - piece.length, end });
  }
  return tokens;
}

/** The token ahead, or undefined at the end of the stage. */
export function ahead({ tokens, next }: StageCursor): StageToken | undefined {
  const token = tokens[next];
  return token?.kind === "pipe" ? undefined : token;
}

/** Takes the word if it is the next one, in any case of letters. */
export function takeWord(cursor: StageCursor, word: string): boolean {
  const token = ahead(cursor);
  if (token?.kind !== "word" || token.text.toLowerCase() !== word) return false;
  cursor.next += 1;
  return true;
}

export function takeKind(cursor: StageCursor, kind: StageToken["kind"]): boolean {
  if (ahead(cursor)?.kind !== kind) return false;
  cursor.next += 1;
  return true;
}

type Wrong = Omit<Trouble, "at" | "length">;

/** Blames the token ahead, or the place where one is missing. */
export function blameNext(cursor: StageCursor, why: Wrong): StageFailed {
  const token = ahead(cursor);
  if (token !== undefined) return blameToken(token, why);
  const last = cursor.tokens[cursor.next - 1];
  const at = last?.end ?? cursor.text.length;
  const { instead } = why;
  // What is missing goes after a space.
  const spaced = instead === undefined || instead === "" ? instead : ` ${instead}`;
  return { kind: "trouble", trouble: { ...why, instead: spaced, at, length: 0 } };
}

export function blameToken({ at, end }: Pick<StageToken, "at" | "end">, why: Wrong): StageFailed {
  return { kind: "trouble", trouble: { ...why, at, length: end - at } };
}

export function isFailed(read: object): read is StageFailed {
  return "kind" in read && read.kind === "trouble";
}
