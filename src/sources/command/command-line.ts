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

/** One piece of a word, or the space between words; where none fits, a quote is not closed. */
const PIECE =
  /(?<space>\s+)|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|\\(?<escaped>.)|(?<plain>[^\s'"\\]+|\\$)/gsy;

type Piece = Readonly<Partial<Record<"space" | "single" | "double" | "escaped" | "plain", string>>>;

function splitWords(text: string): readonly string[] | "shell" | "unclosed" {
  const words: string[] = [];
  let word: string | undefined;
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    end = match.index + match[0].length;
    const piece: Piece = match.groups ?? {};
    if (isForShell(piece)) return "shell";
    if (piece.space === undefined) {
      word = (word ?? "") + textOf(piece);
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (end < text.length) return "unclosed";
  return word === undefined ? words : [...words, word];
}

function isForShell({ space, double, escaped, plain }: Piece): boolean {
  if (plain !== undefined) return SHELL_ONLY.test(plain);
  if (double !== undefined) return /[$`]/.test(double.replace(/\\./gs, ""));
  return (space ?? escaped)?.includes("\n") === true;
}

function textOf({ single, double, escaped, plain }: Piece): string {
  return double === undefined ? (single ?? escaped ?? plain ?? "") : unquoted(double);
}

/** Between double quotes a backslash protects these alone (POSIX shell, 2.2.3). */
function unquoted(double: string): string {
  return double.replace(/\\(["\\$`])/g, "$1");
}
