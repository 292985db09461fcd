import { access, constants, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { type SourceId, sourceId } from "../../core/entry.js";
import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import type { Source, SourceOptions } from "../../core/ports.js";
import { discover } from "./discover.js";
import { fileFault } from "./file-fault.js";
import { errnoOf } from "../../lib/errno.js";
import { fileSource } from "./file-source.js";
import { isPattern, patternOfFolder } from "./path-pattern.js";
import { createSelector, type Selected } from "./select-files.js";
import { createBell } from "../stream/bell.js";

/** A pattern without a match is looked at this often. */
const LOOK_MS = 1_000;

/** The files there are now. */
export async function openFiles(rest: string, options: SourceOptions): Promise<Result<readonly Source[]>> {
  if (rest === "") return failed(NO_PATH);
  const path = absolute(rest);
  const pattern = await patternOf(rest);
  return pattern === undefined ? openPath(path, rest, options) : openPattern(pattern, rest, options);
}

/** Those that come later, where the words are a pattern or a folder. */
export async function* discoverFiles(
  rest: string,
  options: SourceOptions,
  known: ReadonlySet<SourceId>,
  signal: AbortSignal,
): AsyncGenerator<Source> {
  const pattern = options.follow ? await patternOf(rest) : undefined;
  if (pattern !== undefined) yield* discover(pattern, options, known, signal);
}

const NO_PATH: Fault = { code: "usage", message: "file: needs a path", hint: "as in file:/var/log/syslog" };

/** `~` too: a shell leaves it alone behind `file:`. */
function absolute(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

/** Undefined for a single path, which may be missing yet. A slash at the end means a folder, whether it is there or not. */
async function patternOf(rest: string): Promise<string | undefined> {
  const path = absolute(rest);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true || (found === undefined && rest.endsWith("/"))) return patternOfFolder(path);
  return isPattern(rest) && found === undefined ? path : undefined;
}

async function openPath(path: string, label: string, options: SourceOptions): Promise<Result<readonly Source[]>> {
  const trouble = await troubleWith(path);
  // Whatever may pass is waited for.
  return trouble === undefined || options.follow ? ok([fileSource(path, label, options)]) : failed(trouble);
}

async function troubleWith(path: string): Promise<Fault | undefined> {
  try {
    await access(path, constants.R_OK);
    const found = await stat(path);
    if (found.isSocket() || found.isBlockDevice()) {
      return await fileFault(path, Object.assign(new Error("is no regular file"), { code: "ENOTREG" }));
    }
    return undefined;
  } catch (error) {
    return fileFault(path, error);
  }
}

async function openPattern(pattern: string, rest: string, options: SourceOptions): Promise<Result<readonly Source[]>> {
  const selected = await look(pattern, options.follow);
  if (!selected.ok) return selected;
  const { matches, leftOut } = selected.value;
  const sources = [
    ...matches.map(({ path }) => fileSource(path, path, options)),
    ...(leftOut.length > 0 ? [left(rest, leftOut.length)] : []),
  ];
  if (matches.length > 0) return ok(sources);
  return options.follow ? ok([...sources, waiting(pattern, rest)]) : failed(await noMatch(rest));
}

async function look(pattern: string, follow: boolean): Promise<Result<Selected>> {
  try {
    return ok(await createSelector(pattern, follow).look());
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return failed(await fileFault(pattern, error));
  }
}

/** Says why nothing is found, where the folder itself is in the way. */
async function noMatch(rest: string): Promise<Fault> {
  const parts = absolute(rest).split("/");
  const firstOdd = parts.findIndex(isPattern);
  const folder = parts.slice(0, firstOdd === -1 ? parts.length : firstOdd).join("/") || "/";
  const refused = await access(folder, constants.R_OK | constants.X_OK).catch((error: unknown) => error);
  if (refused !== undefined && errnoOf(refused) === "EACCES") return fileFault(folder, refused);
  const message = isPattern(rest) ? `no file matches ${rest}` : `there is no text file in ${rest}`;
  const hint = isPattern(rest) ? "check the pattern, and quote it for the shell" : `see: ls -l ${rest}`;
  return { code: "not-found", message, hint };
}

/** Stands for a pattern without a match, so that it is seen to be waited for; ends when `discover` has one to give. */
function waiting(pattern: string, rest: string): Source {
  return {
    id: sourceId(`file:${pattern}`),
    label: rest,
    async *events(signal) {
      const bell = createBell(signal);
      const selector = createSelector(pattern, true);
      yield { kind: "failed", fault: await noMatch(rest), retryInMs: LOOK_MS };
      const hasMatch = () =>
        selector.look().then(
          ({ matches }) => matches.length > 0,
          () => false,
        );
      while (!signal.aborted && !(await hasMatch())) await bell.wait(LOOK_MS);
      bell.close();
    },
  };
}

/** Says of a folder or pattern how many of its files are not text. */
function left(rest: string, count: number): Source {
  return {
    id: sourceId(`file:${absolute(rest)}#left-out`),
    label: rest,
    async *events() {
      yield { kind: "note", what: "left-out", count };
    },
  };
}
