import { failed, type Fault, ok, type Result } from "../../core/fault.js";

/** What the user typed after `exec:`, ready to run. */
export type CommandLine = {
  readonly argv: readonly [string, ...string[]];
  /** The words are `sh -c` and the text, because it holds something that only a shell understands. */
  readonly isShell: boolean;
};

/** Outside quotes these mean something to a shell; so does a leading `NAME=`. */
const SHELL_ONLY = /[|&;<>()$`*?[\]#~{}!\n]/;
const ASSIGNMENT = /^[A-Za-z_]\w*=/;
/** What a backslash protects between double quotes (POSIX shell, 2.2.3). */
const ESCAPED_IN_QUOTES = '"\\$`';

/**
 * Splits a command line as a POSIX shell splits words and quotes. Text that needs more than that (pipes, variables,
 * patterns, redirections) becomes a call of `sh -c`: it is the user's own text, never anything read from a log.
 */
export function commandLineOf(text: string): Result<CommandLine> {
  const words = splitWords(text);
  if (words === "unclosed") return failed(badCommand("the command has a quote that is not closed", text));
  if (words === "shell") return ok({ argv: ["sh", "-c", text], isShell: true });
  const [program, ...rest] = words;
  if (program === undefined || program === "") return failed(badCommand("the command is empty", text));
  if (ASSIGNMENT.test(program)) return ok({ argv: ["sh", "-c", text], isShell: true });
  return ok({ argv: [program, ...rest], isShell: false });
}

function badCommand(message: string, text: string): Fault {
  return { code: "usage", message, hint: `write it as in exec:'dmesg --follow', not exec:${text === "" ? "" : text}` };
}

type Quote = '"' | "'" | undefined;

function splitWords(text: string): readonly string[] | "shell" | "unclosed" {
  const words: string[] = [];
  let word: string | undefined;
  let quote: Quote;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (isShellOnly(character, quote)) return "shell";
    if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      word ??= "";
    } else if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "\\" && isEscape(text.charAt(at + 1), quote)) {
      word = (word ?? "") + text.charAt(++at);
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== undefined) return "unclosed";
  return word === undefined ? words : [...words, word];
}

function isShellOnly(character: string, quote: Quote): boolean {
  if (quote === "'") return false;
  return quote === '"' ? character === "$" || character === "`" : SHELL_ONLY.test(character);
}

function isEscape(next: string, quote: Quote): boolean {
  if (quote === "'") return false;
  return quote === '"' ? next !== "" && ESCAPED_IN_QUOTES.includes(next) : next !== "";
}
