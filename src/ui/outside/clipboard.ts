import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Environment } from "../terminal/abilities.js";

/** Where a copied text went. */
export type Copied = {
  /** A program of this machine that holds the clipboard has taken it. */
  readonly byProgram: string | undefined;
  /** The terminal was told; whether it obeys nobody can know. */
  readonly byTerminal: boolean;
  /** A file that holds it; only where no program has taken it. */
  readonly file: string | undefined;
};

export type ClipboardMeans = {
  readonly environment: Environment;
  /** Writes a sequence to the terminal. */
  readonly tell: (sequence: string) => void;
  /** Where the text is kept when it may have gone nowhere else. */
  readonly file: string;
};

/** Terminals take at least so much of base64 in one sequence; some that are told more take nothing. */
const LONGEST_SEQUENCE = 100_000;
/** Terminals that know no sequence, and show what they do not know. */
const WITHOUT_CLIPBOARD = /^(?:linux|dumb|vt\d+)/;
const PATIENCE_MS = 2_000;

/** Copies a text: to the clipboards of the programs that are there, and to that of the terminal (OSC 52), which may be far away. */
export async function copyText(text: string, means: ClipboardMeans): Promise<Copied> {
  const byTerminal = tellTerminal(text, means);
  const taken = await Promise.all(programsFor(means.environment).map((argv) => give(text, argv, means.environment)));
  const byProgram = taken.find((program) => program !== undefined);
  if (byProgram !== undefined) return { byProgram, byTerminal, file: undefined };
  const isKept = await keep(text, means.file);
  return { byProgram, byTerminal, file: isKept ? means.file : undefined };
}

function tellTerminal(text: string, { environment, tell }: ClipboardMeans): boolean {
  const encoded = Buffer.from(text).toString("base64");
  if (encoded.length > LONGEST_SEQUENCE || WITHOUT_CLIPBOARD.test(environment["TERM"] ?? "dumb")) return false;
  tell(`\u001b]52;c;${encoded}\u0007`);
  return true;
}

/** Whoever holds a clipboard here. tmux swallows what programs tell the terminal, but passes its own buffers on. */
function programsFor(environment: Environment): readonly (readonly [string, ...string[]])[] {
  return [
    ...(isSet(environment["TMUX"]) ? [["tmux", "load-buffer", "-w", "-"] as const] : []),
    ...(isSet(environment["WAYLAND_DISPLAY"]) ? [["wl-copy"] as const] : []),
    ...(isSet(environment["DISPLAY"]) ? [["xclip", "-selection", "clipboard", "-in"] as const] : []),
  ];
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** The program's name once it has taken the text; undefined where it is not there, fails, or takes too long. */
function give(
  text: string,
  [program, ...args]: readonly [string, ...string[]],
  environment: Environment,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    // It may go on in the background, to answer whoever pastes: nothing of ours is left open in it.
    const child = spawn(program, args, {
      stdio: ["pipe", "ignore", "ignore"],
      env: { ...environment },
      timeout: PATIENCE_MS,
    });
    child.once("error", () => resolve(undefined));
    child.once("exit", (code) => resolve(code === 0 ? program : undefined));
    // A program that ends without reading is told by its exit code.
    child.stdin.once("error", () => undefined);
    child.stdin.end(text);
  });
}

async function keep(text: string, file: string): Promise<boolean> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600 });
    return true;
  } catch {
    // What is said then names no file.
    return false;
  }
}
