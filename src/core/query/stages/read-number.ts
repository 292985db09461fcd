import { ahead, blameNext, blameToken, type StageCursor, type StageFailed, takeKind } from "./stage-text.js";

export type NumberRule = {
  /** What is counted: "entries". */
  readonly of: string;
  readonly least: number;
  readonly most: number;
  /** A number that is likely meant where there is none. */
  readonly usual: number;
};

/** The whole number ahead, within its bounds. */
export function readNumber(cursor: StageCursor, rule: NumberRule): number | StageFailed {
  const token = ahead(cursor);
  const expected = `a number of ${rule.of}, ${rule.least} to ${rule.most}`;
  if (token?.kind !== "word" || !/^[+-]?\d+$/.test(token.text)) {
    return blameNext(cursor, { message: "a number is missing here", expected, ...usualBefore(cursor, rule) });
  }
  const number = Number(token.text);
  if (number < rule.least || number > rule.most) {
    const instead = String(number < rule.least ? rule.least : rule.most);
    return blameToken(token, {
      message: `${token.text} is too ${number < rule.least ? "small" : "big"}`,
      expected,
      instead,
    });
  }
  takeKind(cursor, "word");
  return number;
}

/** The usual number, put before what stands there. */
function usualBefore(cursor: StageCursor, { usual }: NumberRule): { readonly instead: string } {
  const token = ahead(cursor);
  const isSlip = token?.kind === "word" && /^\d|^[-+.]/.test(token.text);
  return { instead: token === undefined || isSlip ? String(usual) : `${usual} ${token.text}` };
}
