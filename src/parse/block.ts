/**
 * What an unfinished entry expects to follow, told by a line of its own: a traceback's head, a panic, an `error:` of nix.
 * Where one language writes several parts in a row, each part is a state.
 */
export type Block =
  | "none"
  | "python"
  | "python-raised"
  | "python-chained"
  | "go"
  | "rust"
  | "rust-message"
  | "node"
  | "nix";

const PYTHON_HEAD = "Traceback (most recent call last):";
const PYTHON_CHAIN = /^(?:During handling of the above exception|The above exception was the direct cause)/;
const GO_HEAD = /^(?:panic: |fatal error: |SIG[A-Z]{3,6}: )/;
const GO_LINE =
  /^(?:goroutine \d{1,12} |created by |\[signal |exit status \d|[\w./*$-]{1,200}\.[\w./*()$[\]-]{1,200}\(|r\w{1,6} {1,6}0x)/;
const RUST_HEAD = /^thread '[^']{0,80}'(?: \(\d{1,12}\))? (?:has )?panicked at /;
const RUST_LINE = /^(?:stack backtrace:|note: |\d{1,4}: )/;
const NODE_HEAD = /^(?:file:\/\/)?\/[^\s:]{1,300}:\d{1,7}$/;
const NODE_LINE = /^(?:(?:Uncaught )?\w{0,60}(?:Error|Exception)\b|Node\.js v\d|\})/;
const NIX_HEAD = /^error(?: \(ignored\))?:/;
const NIX_LINE = /^(?:For full logs, run|Output paths:|Last \d{1,6} log lines:|Reason: )/;

/** By first letter, because nearly every line opens nothing. */
const OPENERS: ReadonlyMap<string, (line: string) => Block> = new Map([
  ["T", (line: string) => (line.startsWith(PYTHON_HEAD) ? "python" : "none")],
  ["e", (line: string) => (NIX_HEAD.test(line) ? "nix" : "none")],
  ["p", goOr],
  ["S", goOr],
  ["f", (line: string) => (NODE_HEAD.test(line) ? "node" : goOr(line))],
  ["/", (line: string) => (NODE_HEAD.test(line) ? "node" : "none")],
  ["t", (line: string) => (RUST_HEAD.test(line) ? (line.endsWith(":") ? "rust-message" : "rust") : "none")],
]);

function goOr(line: string): Block {
  return GO_HEAD.test(line) ? "go" : "none";
}

/** The block that a line begins. */
export function blockOpenedBy(line: string): Block {
  return OPENERS.get(line.charAt(0))?.(line) ?? "none";
}

/** The state after a line, undefined when the line is no part of the block; `isInside` is true of blank and indented lines. */
type Follow = (line: string, isInside: boolean) => Block | undefined;

const FOLLOW: Readonly<Record<Block, Follow>> = {
  none: () => undefined,
  // The first line at the margin names the exception.
  python: (_, isInside) => (isInside ? "python" : "python-raised"),
  "python-raised": (line) => (line === "" ? "python-raised" : PYTHON_CHAIN.test(line) ? "python-chained" : undefined),
  "python-chained": (line) => (line === "" ? "python-chained" : line.startsWith(PYTHON_HEAD) ? "python" : undefined),
  go: (line, isInside) => (isInside || GO_LINE.test(line) ? "go" : undefined),
  "rust-message": () => "rust",
  rust: (line, isInside) => ((isInside && line !== "") || RUST_LINE.test(line) ? "rust" : undefined),
  node: (line, isInside) => (isInside || NODE_LINE.test(line) ? "node" : undefined),
  nix: (line, isInside) => (isInside || NIX_LINE.test(line) ? "nix" : undefined),
};

/** The block after a line that belongs to it; undefined when the block does not claim the line. */
export function blockAfter(block: Block, line: string): Block | undefined {
  return FOLLOW[block](line, line === "" || isIndented(line));
}

/** Starts with a blank or a tab. */
export function isIndented(line: string): boolean {
  const code = line.charCodeAt(0);
  return code === 32 || code === 9;
}
