import type { QueryFault, Trouble } from "./query-fault.js";

const MOST_REPAIRS = 4;

/**
 * The fault for a text's first trouble, with the nearest form of the text that parses: the text is repaired where each
 * trouble says how, until `troubleIn` finds none, within a few repairs.
 */
export function faultIn(text: string, first: Trouble, troubleIn: (text: string) => Trouble | undefined): QueryFault {
  return faultOf(first, nearestForm(text, first, troubleIn));
}

function nearestForm(
  text: string,
  first: Trouble,
  troubleIn: (text: string) => Trouble | undefined,
): string | undefined {
  let repaired = text;
  let trouble = first;
  for (let tries = 0; tries < MOST_REPAIRS; tries += 1) {
    if (trouble.rewritten !== undefined) repaired = trouble.rewritten;
    else if (trouble.instead === undefined) return undefined;
    else repaired = replaced(repaired, trouble.at, trouble.length, trouble.instead);
    const next = troubleIn(repaired);
    if (next === undefined) return repaired;
    trouble = next;
  }
  return undefined;
}

function replaced(text: string, at: number, length: number, instead: string): string {
  const [head, tail] = [text.slice(0, at), text.slice(at + length)];
  return instead === "" ? `${head.trimEnd()} ${tail.trimStart()}`.trim() : head + instead + tail;
}

function faultOf(trouble: Trouble, suggestion: string | undefined): QueryFault {
  const { at, length, message, expected } = trouble;
  const hint = suggestion === undefined || suggestion === "" ? `expected ${expected}` : `did you mean: ${suggestion}`;
  return {
    code: "query-syntax",
    message,
    hint,
    at,
    length,
    expected,
    suggestion: suggestion === "" ? undefined : suggestion,
  };
}
