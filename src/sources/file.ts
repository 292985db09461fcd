import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { type SourceId, sourceId } from "../core/entry.js";
import { failed, type Fault, ok, type Result } from "../core/fault.js";
import type { Source, SourceKind, SourceOptions } from "../core/ports.js";
import { fileFault } from "./file/file-fault.js";
import { fileSource } from "./file/file-source.js";
import { isPattern, matchesOf } from "./file/path-pattern.js";
import { createBell } from "./stream/bell.js";

/** New files are looked for this often. */
const DISCOVER_MS = 1_000;

/** Files by path or pattern: followed through rotation, compressed ones decoded, FIFOs and devices read as they come. */
export const file: SourceKind = {
  scheme: "file",
  summary: "a file, or all that a pattern matches; followed through rotation, .gz .zst .xz .bz2 decoded",
  example: "file:/var/log/*.log",
  async open(rest, options) {
    if (rest === "") return failed(NO_PATH);
    const path = absolute(rest);
    return isPattern(rest) && !(await exists(path)) ? openPattern(rest, options) : openPath(path, rest, options);
  },
  discover: (rest, options, known, signal) => discover(rest, options, known, signal),
};

const NO_PATH: Fault = { code: "usage", message: "file: needs a path", hint: "as in file:/var/log/syslog" };

/** `~` too: a shell leaves it alone behind `file:`. */
function absolute(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function openPath(path: string, label: string, options: SourceOptions): Promise<Result<readonly Source[]>> {
  const trouble = await troubleWith(path);
  // Whatever may pass is waited for; a folder is a mistake of the one who typed it.
  const isPassing = options.follow && trouble !== undefined && !isFolder(trouble);
  return trouble === undefined || isPassing ? ok([fileSource(path, label, options)]) : failed(trouble);
}

async function troubleWith(path: string): Promise<Fault | undefined> {
  try {
    await access(path, constants.R_OK);
    const found = await stat(path);
    if (found.isDirectory()) return await fileFault(path, Object.assign(new Error("is a folder"), { code: "EISDIR" }));
    if (found.isSocket()) return await fileFault(path, Object.assign(new Error("is a socket"), { code: "ENOTREG" }));
    return undefined;
  } catch (error) {
    return fileFault(path, error);
  }
}

function isFolder({ cause }: Fault): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "EISDIR";
}

async function openPattern(pattern: string, options: SourceOptions): Promise<Result<readonly Source[]>> {
  const matches = await matchesOf(absolute(pattern), options.follow);
  if (matches.length > 0) return ok(matches.map(({ path }) => fileSource(path, path, options)));
  return options.follow ? ok([waiting(pattern)]) : failed(noMatch(pattern));
}

function noMatch(pattern: string): Fault {
  return {
    code: "not-found",
    message: `no file matches ${pattern}`,
    hint: "check the pattern, and quote it for the shell",
  };
}

/** Stands for a pattern without a match, so that it is seen to be waited for; ends when `discover` has one to give. */
function waiting(pattern: string): Source {
  const path = absolute(pattern);
  return {
    id: sourceId(`file:${path}`),
    label: pattern,
    async *events(signal) {
      const bell = createBell(signal);
      yield { kind: "failed", fault: noMatch(pattern), retryInMs: DISCOVER_MS };
      while (!signal.aborted && (await matchesOf(path, true)).length === 0) await bell.wait(DISCOVER_MS);
      bell.close();
    },
  };
}

/** A renamed file is none that came to be: it is known by its inode, and its own source follows it. */
async function* discover(
  pattern: string,
  options: SourceOptions,
  known: ReadonlySet<SourceId>,
  signal: AbortSignal,
): AsyncGenerator<Source> {
  const path = absolute(pattern);
  if (!isPattern(pattern) || !options.follow || (await exists(path))) return;
  const bell = createBell(signal);
  const opened = new Set<string>(known);
  const seen = new Set<string>();
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    for (const match of await matchesOf(path, true)) {
      const source = fileSource(match.path, match.path, { ...options, history: undefined });
      const inode = `${match.dev}:${match.ino}`;
      const isNew = !opened.has(source.id) && !(seen.has(inode) && !isFirst);
      seen.add(inode);
      if (!isNew) continue;
      opened.add(source.id);
      yield source;
    }
    await bell.wait(DISCOVER_MS);
  }
  bell.close();
}
