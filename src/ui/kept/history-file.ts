import {
  appendFileSync,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import { errnoOf } from "../../lib/errno.js";

/** What was entered, and in which prompt. */
type Entered = { readonly prompt: string; readonly text: string };

/**
 * What was entered in prompts, in the state folder. Each line is appended by itself, so several programs lose none of each
 * other's; when the file is full it becomes the one before, and what that held is forgotten.
 */
export type HistoryFile = {
  /** Oldest first. What is no line of ours is passed over. */
  readonly read: () => Result<readonly Entered[]>;
  readonly add: (entered: Entered) => Result<undefined>;
};

const FULL_BYTES = 256 * 1024;
/** Nobody wants a pasted page again; and a short line is written as a whole. */
const LONGEST = 4_000;
const OWN_ONLY = 0o600;
const OWN_FOLDER = 0o700;
/** Whoever was killed while it moved the files left this behind. */
const STALE_MS = 10_000;

export function historyFile(stateFolder: string): HistoryFile {
  const current = join(stateFolder, "history.jsonl");
  const before = join(stateFolder, "history.before.jsonl");
  return {
    read: () => {
      try {
        return ok([...linesOf(before), ...linesOf(current)]);
      } catch (cause) {
        return failed(fault(current, "read", cause));
      }
    },
    add: ({ prompt, text }) => {
      if (text.length > LONGEST) return ok(undefined);
      try {
        mkdirSync(stateFolder, { recursive: true, mode: OWN_FOLDER });
        appendFileSync(current, `${JSON.stringify({ prompt, text })}\n`, { mode: OWN_ONLY });
        if (sizeOf(current) > FULL_BYTES) turnOver(current, before);
        return ok(undefined);
      } catch (cause) {
        return failed(fault(current, "written", cause));
      }
    },
  };
}

/** One program alone moves the file, and only if it is still full: two would forget what was just written. */
function turnOver(current: string, before: string): void {
  const lock = `${current}.turning`;
  try {
    closeSync(openSync(lock, "wx", OWN_ONLY));
  } catch {
    if (ageOf(lock) > STALE_MS) unlinkSync(lock);
    return;
  }
  try {
    if (sizeOf(current) > FULL_BYTES) renameSync(current, before);
  } finally {
    unlinkSync(lock);
  }
}

function linesOf(path: string): readonly Entered[] {
  return textOf(path)
    .split("\n")
    .flatMap((line) => {
      const entered = enteredIn(line);
      return entered === undefined ? [] : [entered];
    });
}

/** The end of a file that somebody else has made larger than ours ever are; "" where there is none. */
function textOf(path: string): string {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    if (errnoOf(cause) === "ENOENT" || errnoOf(cause) === "ENOTDIR") return "";
    throw cause;
  }
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, 2 * FULL_BYTES));
    const read = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString("utf8", 0, read);
  } finally {
    closeSync(file);
  }
}

function enteredIn(line: string): Entered | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null) return undefined;
    const prompt: unknown = Reflect.get(value, "prompt");
    const text: unknown = Reflect.get(value, "text");
    if (typeof prompt !== "string" || typeof text !== "string" || text.length > LONGEST) return undefined;
    return { prompt, text: text.replace(/[\r\n]+/g, " ") };
  } catch {
    return undefined;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function ageOf(path: string): number {
  const at = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return at === undefined ? 0 : Date.now() - at;
}

function fault(path: string, what: "read" | "written", cause: unknown): Fault {
  return {
    code: "not-readable",
    message: `what was typed before cannot be ${what}: ${path} (${errnoOf(cause) ?? String(cause)})`,
    hint: "it is remembered until the end; make the file yours to keep it",
    cause,
  };
}
